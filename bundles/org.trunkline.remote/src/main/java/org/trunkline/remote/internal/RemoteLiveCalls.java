package org.trunkline.remote.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.wire.CallJson;

/** Calls on a node elsewhere. */
record RemoteLiveCalls(HttpLink link, EventSubscription<List<LiveCall>> topic) implements LiveCalls {
    @Override
    public List<LiveCall> list() throws NodeUnavailableException {
        return link.get("/calls", CallJson::readList);
    }

    @Override
    public boolean hangUp(CallId call) throws NodeUnavailableException {
        var reply = link.send("DELETE", "/calls/" + call, Optional.empty());
        if (!reply.ok() && reply.status() != 404)
            throw link.refused(reply);
        return reply.ok();
    }

    @Override
    public boolean mute(CallId call, boolean muted) throws NodeUnavailableException {
        var reply = link.send(muted ? "PUT" : "DELETE", "/calls/" + call + "/mute", Optional.empty());
        if (!reply.ok() && reply.status() != 404)
            throw link.refused(reply);
        return reply.ok();
    }

    @Override
    public SaveResult<CallId> connect(CallDraft draft) throws NodeUnavailableException {
        return RemoteCatalog.result(draft.subscriber(), link.send("POST", "/calls", Optional.of(CallJson.write(draft))), link, CallJson::readId);
    }

    @Override
    public SaveResult<CallId> connectOver(String trunk, CallDraft draft) throws NodeUnavailableException {
        return RemoteCatalog.result(trunk, link.send("POST", RemoteCatalog.at("/trunks", trunk) + "/calls", Optional.of(CallJson.write(draft))), link,
                CallJson::readId);
    }

    @Override
    public SaveResult<CallId> listen(CallId call, String subscriber) throws NodeUnavailableException {
        return RemoteCatalog.result(call.value(), link.send("POST", "/calls/" + call + "/listeners", Optional.of(CallJson.writeListener(subscriber))), link,
                CallJson::readId);
    }

    @Override
    public boolean stopListening(CallId call) throws NodeUnavailableException {
        var reply = link.send("DELETE", "/calls/" + call + "/listeners", Optional.empty());
        if (!reply.ok() && reply.status() != 404)
            throw link.refused(reply);
        return reply.ok();
    }

    @Override
    public Watch watch(Consumer<List<LiveCall>> listener) {
        return topic.watch(listener, _ -> {});
    }
}
