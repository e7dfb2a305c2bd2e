package org.trunkline.engine.call;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.engine.call.CallOriginator.Failure;

/** One destination of a search: the phones of a subscriber or ring group, or the trunks of a route. */
interface TargetSet {
    /** What a destination came to, as forwarding sees it. */
    enum Kind {
        BUSY, NO_ANSWER, UNREACHABLE, OTHER
    }

    /** A destination that did not answer. */
    record Outcome(Kind kind, Failure failure) {}

    void begin();

    /** An attempt of this stage is over without an answer. @param status 0 for no response at all */
    void lost(Attempt attempt, int status, Reason reason);

    /** An attempt of this stage was answered. */
    void answered(Attempt attempt);

    /** Ends all attempts that are under way, and takes up no more. */
    void cancel(Reason reason);

    /** Whether early media of a later attempt replaces that of an earlier one. */
    boolean oneAfterAnother();
}
