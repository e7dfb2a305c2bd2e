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
 * @param origin what led the call to this target
 * @param by subscriber, ring group or trunk that led it there; empty where the caller dialled it
 */
public record Candidate(String target, Verdict verdict, Reason reason, long used, long limit, int sipStatus,
        Origin origin, String by) {

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
        NOT_NEEDED, INVALID_NUMBER,
        /** Sends all its calls elsewhere. */
        FORWARDED,
        DO_NOT_DISTURB,
        NOT_REGISTERED,
        /** The call was there before. */
        LOOP,
        /** Its SIP goes not by TLS, and must: a SIPS URI was called, or SRTP is required, whose keys all could read. */
        NOT_ENCRYPTED
    }

    /** Why a target was considered at all. */
    public enum Origin {
        /** The caller dialled it, or the route of what was dialled names it. */
        DIALLED,
        FORWARD_ALWAYS, FORWARD_BUSY, FORWARD_NO_ANSWER, FORWARD_UNREACHABLE,
        /** A member of the ring group that was dialled. */
        GROUP,
        GROUP_FALLBACK,
        /** A phone or trunk answered 3xx with it (RFC 3261 §8.1.3.4). */
        REDIRECT,
        /** A side of the answered call asked for it (RFC 3515). */
        TRANSFER,
        /** Took the ringing call of another (RFC 3891, or the pickup code). */
        PICKUP,
        /** Took back the call that was parked. */
        RETRIEVE
    }

    public Candidate {
        requireNonNull(target);
        requireNonNull(verdict);
        requireNonNull(reason);
        requireNonNull(origin);
        requireNonNull(by);
    }

    /** One that the caller dialled. */
    public Candidate(String target, Verdict verdict, Reason reason, long used, long limit, int sipStatus) {
        this(target, verdict, reason, used, limit, sipStatus, Origin.DIALLED, "");
    }
}
