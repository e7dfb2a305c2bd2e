package org.trunkline.node.internal;

import org.trunkline.api.node.Trials;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.routing.Directory.RouteRequest;

/** Trials by the engine that carries the calls. */
record EngineTrials(CallEngine engine) implements Trials {
    @Override
    public RouteTrial route(RouteQuestion question) {
        var caller = question.caller();
        String shown = question.callerNumber().isEmpty() ? caller.subscriber().orElse("anonymous") : question.callerNumber();
        return engine.tryRoute(new RouteRequest(caller.subscriber(), caller.trunk(), question.number(), shown, ""),
                question.at(), question.askPolicies());
    }
}
