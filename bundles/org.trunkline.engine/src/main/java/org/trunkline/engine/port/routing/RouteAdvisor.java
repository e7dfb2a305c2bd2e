package org.trunkline.engine.port.routing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;

/**
 * Advises on where a call goes once the directory has decided: the routing policies of plug-ins, and the dial plan after
 * them. Asked for every decision of a call: the first, and those of forwarding, redirection and transfer. Not asked about
 * emergency calls and pick-ups.
 *
 * <p><b>Threads:</b> any mailbox; never blocks.
 */
public interface RouteAdvisor {
    /** Advises nothing. */
    RouteAdvisor NONE = new RouteAdvisor() {
        @Override
        public boolean listens() {
            return false;
        }

        @Override
        public boolean advise(Question question, Consumer<Answer> answer) {
            return false;
        }
    };

    /** Whether there is anything to ask. All that a call costs where there is not: one volatile read. */
    boolean listens();

    /**
     * @param answer gets the answer once, on any thread but the caller's, within a second; a later one is ignored
     * @return false where the decision holds and no answer will come
     */
    boolean advise(Question question, Consumer<Answer> answer);

    /**
     * @param at when the call's INVITE arrived
     * @param request who asks for what: for a call that is forwarded or transferred, the subscriber who does so
     * @param decision the dial plan's
     * @param callsOfSubscriber calls of the request's subscriber in progress, this one not counted
     */
    record Question(CallId call, Instant at, RouteRequest request, Decision decision, int callsOfSubscriber) {
        public Question {
            requireNonNull(call);
            requireNonNull(at);
            requireNonNull(request);
            requireNonNull(decision);
        }
    }

    /**
     * @param decision where the call goes
     * @param advice what was said, for the why-record
     */
    record Answer(Decision decision, List<PolicyAdvice> advice) {
        public Answer {
            requireNonNull(decision);
            advice = List.copyOf(advice);
        }
    }
}
