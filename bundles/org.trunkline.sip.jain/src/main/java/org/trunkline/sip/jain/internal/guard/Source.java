package org.trunkline.sip.jain.internal.guard;

import java.time.Duration;
import java.time.Instant;

import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BlockedSource.Reason;

/** What one source did within {@link SourceGuard#WINDOW}, and whether it is blocked for it. Guarded by itself. */
final class Source {
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
    private Hold hold = Hold.NEW_DATAGRAMS;
    private long dropped;
    private final Allowance datagrams = new Allowance();
    /** Apart, so that forged datagrams take nothing from it. */
    private final Allowance connections = new Allowance();

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

    /** While it is blocked. */
    Hold hold() {
        return hold;
    }

    void block(Reason why, Hold what, Instant from, Instant to) {
        reason = why;
        hold = what;
        since = from;
        until = to;
        dropped = 0;
        datagrams.begin(from);
        connections.begin(from);
    }

    /** Whether a message that the block holds back is let through. */
    boolean passes(Instant now, boolean datagram) {
        return (datagram ? datagrams : connections).takes(now);
    }

    /** A message was thrown away. */
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
