package org.trunkline.engine.port.application;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.Calls.SoFar;

/**
 * Starts calls of the node: one side is the node itself, as an application has it. Such a call obeys dial plan, trunk limits and
 * call limits as any other, is seen in the live view, and writes a record.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
public interface NodeCalls {
    /** Calls of the node at once. */
    int MOST = 100;

    /**
     * Starts a call. The application hears {@link ApplicationEvent.Answered} when the far side answers, and can then play,
     * gather keys, connect the far side to somebody, and hang up; {@link ApplicationEvent.HungUp} is its last event.
     */
    Outcome place(NodeCall call, Applications.Holder application);

    sealed interface Outcome {
        /** @param ended its record and messages, once it is written; completed on the call's thread */
        record Placed(CallId id, Applications.Handle handle, CompletableFuture<SoFar> ended) implements Outcome {
            public Placed {
                requireNonNull(id);
                requireNonNull(handle);
                requireNonNull(ended);
            }
        }

        /** Nothing was sent, and there is no record. @param cause where the dial plan refuses */
        record Refused(Refusal why, Optional<Cause> cause) implements Outcome {
            public Refused {
                requireNonNull(why);
                requireNonNull(cause);
            }
        }
    }

    enum Refusal {
        /** The node takes no new calls. */
        DRAINING,
        /** As many calls as there may be, or as records can be written for. */
        FULL,
        /** The node calls no emergency numbers by itself. */
        EMERGENCY,
        /** There is no such trunk. */
        NO_TRUNK,
        /** There is no such subscriber, or it is switched off. */
        NO_SUBSCRIBER,
        /** The number cannot be called, see the cause. */
        NOT_ROUTED
    }
}
