package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What a routing policy said about a call, and what became of it.
 *
 * @param policy id of the plug-in, or {@link #DIAL_PLAN}
 * @param reason why, in the policy's own English; up to {@value #LONGEST_REASON} characters, cut there
 * @param tookMillis time until the advice was there or given up
 */
public record PolicyAdvice(String policy, Verdict verdict, String reason, long tookMillis) {
    /** The name of the dial plan among the policies. */
    public static final String DIAL_PLAN = "dial-plan";
    public static final int LONGEST_REASON = 200;

    public enum Verdict {
        /** No advice: the call was left as it was. */
        NONE,
        /** Other trunks, another order or other numbers. */
        CHANGED,
        /** The call was refused. */
        REJECTED,
        /** The call was given to an application. */
        HANDED_OVER,
        /** The answer came after the budget was over. */
        LATE,
        /** The policy failed with an error. */
        FAILED,
        /** The advice made no sense, such as a number with letters. */
        INVALID;

        /** Name in queries, JSON and the index: {@code handed-over}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws IllegalArgumentException if the time is negative */
    public PolicyAdvice {
        requireNonNull(policy);
        requireNonNull(verdict);
        if (reason.length() > LONGEST_REASON)
            reason = reason.substring(0, LONGEST_REASON);
        if (tookMillis < 0)
            throw new IllegalArgumentException("tookMillis: " + tookMillis);
    }
}
