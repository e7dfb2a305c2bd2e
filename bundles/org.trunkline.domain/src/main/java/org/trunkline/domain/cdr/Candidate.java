package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

/**
 * One target that routing considered, and what became of it. Numbers, not sentences, so that each reader sees it in
 * their own language.
 *
 * @param target trunk name, or the address of a subscriber's binding
 * @param reason why it was passed over or left; {@link Reason#NONE} where it was chosen
 * @param used the figure that met a limit, 30 in "30 of 30 calls in use"; 0 where there is none
 * @param limit that limit, or 0
 * @param sipStatus final status the target answered, or 0
 */
public record Candidate(String target, Verdict verdict, Reason reason, long used, long limit, int sipStatus) {

    public enum Verdict {
        /** Carried the call, or ended the search with a final answer. */
        CHOSEN,
        /** Not tried. */
        PASSED_OVER,
        /** Tried, and the search went on. */
        FAILED,
        /** Rang beside others and lost the race. */
        LOST
    }

    public enum Reason {
        NONE, DISABLED, DOWN, CALLS_CAP, CPS_CAP, REFUSED, TIMEOUT, TRANSPORT_ERROR, ANSWERED_ELSEWHERE, CANCELLED,
        NOT_NEEDED, INVALID_NUMBER
    }

    public Candidate {
        requireNonNull(target);
        requireNonNull(verdict);
        requireNonNull(reason);
    }
}
