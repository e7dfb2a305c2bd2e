package org.trunkline.sip.jain.internal.guard;

import java.time.Duration;
import java.time.Instant;

import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BlockedSource.Reason;

/** What one source did within {@link SourceGuard#WINDOW}, and whether it is blocked for it. Guarded by itself. */
final class Source {
    /** Messages a second that a blocked source gets through: a phone behind a forged address can still show its password. */
    static final int THROTTLED = 4;
    int failures;
    int challenges;
    int malformed;
    int tooMany;
    /** Requests within dialogs that are not there. */
    int strays;
    private Instant windowStart;
    private Instant refilled;
    private double tokens;
    private Instant until = Instant.EPOCH;
    private Instant since = Instant.EPOCH;
    private Reason reason = Reason.FLOOD;
    private long dropped;
    private Instant passRefilled = Instant.EPOCH;
    private double passes;

    /** @param tokens requests that it may make at once */
    Source(Instant now, double tokens) {
        windowStart = now;
        refilled = now;
        this.tokens = tokens;
    }

    /** Counts anew where the window is over. */
    void window(Instant now) {
        if (beyondWindow(windowStart, now) || now.isBefore(windowStart))
            forget(now);
    }

    private void forget(Instant now) {
        windowStart = now;
        failures = 0;
        challenges = 0;
        malformed = 0;
        tooMany = 0;
        strays = 0;
    }

    /** Nothing is lost with it. */
    boolean idle(Instant now) {
        return !blocked() && beyondWindow(refilled, now) && beyondWindow(windowStart, now);
    }

    /** A clock that was set back counts as well. */
    private static boolean beyondWindow(Instant since, Instant now) {
        return Duration.between(since, now).abs().compareTo(SourceGuard.WINDOW) >= 0;
    }

    /** One request. @param most at once @return whether it may */
    boolean spends(Instant now, int perSecond, double most) {
        double seconds = Math.max(0, Duration.between(refilled, now).toNanos() / 1e9); // a clock set back takes nothing
        tokens = Math.min(most, tokens + seconds * perSecond);
        refilled = now;
        if (tokens < 1)
            return false;
        tokens--;
        return true;
    }

    boolean blocked() {
        return !until.equals(Instant.EPOCH);
    }

    /** A clock that was set back makes no block longer than it was to be. */
    void set(Instant now) {
        if (now.isBefore(since)) {
            until = now.plus(Duration.between(since, until));
            since = now;
        }
    }

    Instant until() {
        return until;
    }

    void block(Reason why, Instant from, Instant to) {
        reason = why;
        since = from;
        until = to;
        dropped = 0;
        passes = 0;
        passRefilled = from;
    }

    /** Whether a message of a blocked source is let through: {@link #THROTTLED} a second, none saved up for longer. */
    boolean passes(Instant now) {
        passes = Math.min(THROTTLED, passes + THROTTLED * Math.max(0, Duration.between(passRefilled, now).toNanos()) / 1e9);
        passRefilled = now;
        if (passes < 1)
            return false;
        passes--;
        return true;
    }

    /** A message was thrown away unread. */
    void drop() {
        dropped++;
    }

    void release(Instant now) {
        until = Instant.EPOCH;
        forget(now);
    }

    BlockedSource shown(String name) {
        return new BlockedSource(name, reason, since, until, dropped);
    }
}
