package org.trunkline.node.internal.nodecall;

import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.application.NodeCalls.Outcome;

/** Why the node does not place a call, as its administrator is told. */
final class NodeCallErrors {
    private NodeCallErrors() {}

    /**
     * @param field of who calls: trunk or subscriber
     * @throws NodeUnavailableException if the node takes no calls now
     */
    static <T> SaveResult<T> of(Outcome.Refused refused, String field, String name, String number) throws NodeUnavailableException {
        var error = switch (refused.why()) {
            case DRAINING -> throw new NodeUnavailableException("takes-no-calls", List.of(), "The node takes no new calls: resume it first");
            case FULL -> throw new NodeUnavailableException("busy", List.of(), "The node has as many calls as it can take: try again in a moment");
            case EMERGENCY -> new FieldError("number", "emergency-number", List.of(number),
                    "the node calls no emergency number by itself: dial " + number + " on a phone");
            case NO_TRUNK -> noTrunk(field, name);
            case NO_SUBSCRIBER -> new FieldError(field, "no-such-subscriber", List.of(name),
                    "there is no subscriber \"" + name + "\", or it is switched off");
            case NOT_ROUTED -> new FieldError("number", "not-routed", List.of(number, refused.cause().map(c -> c.code()).orElse("")),
                    "\"" + number + "\" cannot be called" + refused.cause().map(c -> ": " + c.code().replace('-', ' ')).orElse(""));
        };
        return new SaveResult.Rejected<>(List.of(error));
    }

    static FieldError noTrunk(String field, String name) {
        return new FieldError(field, "no-such-trunk", List.of(name), "there is no trunk \"" + name + "\"");
    }
}
