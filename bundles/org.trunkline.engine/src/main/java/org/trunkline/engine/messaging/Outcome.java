package org.trunkline.engine.messaging;

import org.trunkline.engine.call.message.Statuses;

/** What became of a message that a sender waits for. */
sealed interface Outcome {
    /** A phone or a trunk took it. */
    record Delivered() implements Outcome {}

    /** It waits in the store. */
    record Stored() implements Outcome {}

    /** The store has no room for it. */
    record Full() implements Outcome {}

    /** @param code final status of the phone, the trunk or the node */
    record Refused(int code) implements Outcome {}

    /** For the sender. */
    default int status() {
        return switch (this) {
            case Delivered _ -> 200;
            case Stored _ -> 202;
            case Full _ -> 480;
            case Refused(int code) -> Statuses.forCaller(code);
        };
    }

    default boolean accepted() {
        return status() < 300;
    }
}
