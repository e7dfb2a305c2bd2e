package org.trunkline.remote.internal;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.wire.ConfigJson;
import org.trunkline.wire.TrialJson;

/** What a call would meet at a node elsewhere. */
record RemoteTrials(HttpLink link) implements Trials {
    @Override
    public RouteTrial route(RouteQuestion question) throws NodeUnavailableException {
        var reply = link.send("POST", "/route-test", Optional.of(TrialJson.write(question)));
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), TrialJson::readTrial);
    }

    @Override
    public SaveResult<TrunkTrial> trunk(Trunk draft) throws NodeUnavailableException {
        var body = ConfigJson.writeDraft(EntryKind.TRUNK, draft);
        return RemoteCatalog.result(draft.name(), link.send("POST", "/trunk-test", Optional.of(body)), link,
                TrialJson::readTrunkTrial);
    }

    @Override
    public SaveResult<TestCall> call(TestCallDraft draft) throws NodeUnavailableException {
        return RemoteCatalog.result(draft.trunk(), link.send("POST", "/test-calls", Optional.of(TrialJson.write(draft))), link,
                TrialJson::readTestCall);
    }

    @Override
    public SaveResult<TestCall> call(Trunk draft, TestCallDraft call) throws NodeUnavailableException {
        return RemoteCatalog.result(draft.name(), link.send("POST", "/test-calls", Optional.of(TrialJson.write(draft, call))), link,
                TrialJson::readTestCall);
    }

    @Override
    public Optional<TestCall> testCall(CallId id) throws NodeUnavailableException {
        return link.optional("/test-calls/" + id.value(), TrialJson::readTestCall);
    }
}
