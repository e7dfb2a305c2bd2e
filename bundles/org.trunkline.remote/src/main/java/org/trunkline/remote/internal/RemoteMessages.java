package org.trunkline.remote.internal;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.message.Messages;
import org.trunkline.api.message.WaitingMessage;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.message.MessageJson;

/** Waiting messages of a node elsewhere. */
record RemoteMessages(HttpLink link) implements Messages {
    @Override
    public Page<WaitingMessage> waiting(Optional<String> recipient, Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_PAGE)
            throw new IllegalArgumentException("limit: " + limit);
        return link.get("/messages?limit=" + limit + recipient.map(name -> "&recipient=" + HttpLink.encode(name)).orElse("")
                + after.map(a -> "&after=" + HttpLink.encode(a)).orElse(""), node -> PageJson.read(node, MessageJson::read));
    }

    @Override
    public boolean delete(long id) throws NodeUnavailableException {
        var reply = link.send("DELETE", "/messages/" + id, Optional.empty());
        if (!reply.ok() && reply.status() != 404)
            throw link.refused(reply);
        return reply.ok();
    }
}
