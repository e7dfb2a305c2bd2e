package org.trunkline.remote.internal;

import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.wire.TrialJson;

/** What a call would meet at a node elsewhere. */
record RemoteTrials(Link link) implements Trials {
    @Override
    public RouteTrial route(RouteQuestion question) throws NodeUnavailableException {
        var reply = link.send("POST", "/route-test", Optional.of(TrialJson.write(question)));
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), TrialJson::readTrial);
    }
}
