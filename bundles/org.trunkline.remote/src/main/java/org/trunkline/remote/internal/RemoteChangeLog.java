package org.trunkline.remote.internal;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.wire.ChangesJson;
import org.trunkline.wire.PageJson;

/** Changes of the configuration of a node elsewhere. */
record RemoteChangeLog(HttpLink link) implements ChangeLog {
    @Override
    public Page<LoggedChange> list(String filter, Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_PAGE)
            throw new IllegalArgumentException("limit: " + limit);
        return link.get("/changes?limit=" + limit + "&filter=" + HttpLink.encode(filter)
                + after.map(a -> "&after=" + HttpLink.encode(a)).orElse(""), node -> PageJson.read(node, ChangesJson::readLogged));
    }

    @Override
    public SaveResult<TakenBack> takeBack(long id, boolean together) throws NodeUnavailableException {
        var reply = link.send("POST", "/changes/" + id + "/revert?together=" + together, Optional.empty());
        return RemoteCatalog.result(String.valueOf(id), reply, link, ChangesJson::readTakenBack);
    }
}
