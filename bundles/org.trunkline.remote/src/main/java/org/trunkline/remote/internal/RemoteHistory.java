package org.trunkline.remote.internal;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.wire.AlertJson;

/** Past configuration of a node elsewhere. */
record RemoteHistory(HttpLink link) implements ConfigHistory {
    @Override
    public Optional<Then> at(long revision, String subject) throws NodeUnavailableException {
        var reply = link.send("GET", "/history?revision=" + revision + "&subject=" + HttpLink.encode(subject),
                Optional.empty());
        if (reply.status() == 404)
            return Optional.empty();
        if (!reply.ok())
            throw link.refused(reply);
        return Optional.of(link.decode(reply.body(), AlertJson::readThen));
    }
}
