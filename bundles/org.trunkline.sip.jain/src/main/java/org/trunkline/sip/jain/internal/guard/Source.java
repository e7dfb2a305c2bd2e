package org.trunkline.sip.jain.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BlockedSource.Reason;

/** What one source did within {@link SourceGuard#WINDOW}, and whether it is blocked for it. Guarded by itself. */
final class Source {
    int malformed;
    /** Requests within dialogs that are not there. */
    int strays;
    private final Counts byDatagrams;
    /** Apart, so that forged datagrams count nothing against them. */
    private final Counts overConnections;
    private Instant windowStart;
    private Instant until = Instant.EPOCH;
    private Instant since = Instant.EPOCH;
    private Reason reason = Reason.FLOOD;
    private Hold hold = Hold.NEW_DATAGRAMS;
    private long dropped;
    private final Allowance datagrams = new Allowance();
    private final Allowance connections = new Allowance();
    /** Apart, so that a flood takes nothing from the messages that are read. */
    private final Allowance answers = new Allowance();

    /** @param tokens requests that it may make at once */
    Source(Instant now, double tokens) {
        windowStart = now;
        byDatagrams = new Counts(now, tokens);
        overConnections = new Counts(now, tokens);
    }

    Counts counts(boolean datagram) {
        return datagram ? byDatagrams : overConnections;
    }

    /** Whether nothing counts against its passwords. */
    boolean isTrusted() {
        return byDatagrams.challenges + byDatagrams.failures + overConnections.challenges + overConnections.failures == 0;
    }

    /** It showed a right password. */
    void trust() {
        for (var each : List.of(byDatagrams, overConnections)) {
            each.challenges = 0;
            each.failures /= 2;
        }
    }

    /** Counts anew where the window is over. */
    void window(Instant now) {
        if (beyondWindow(windowStart, now) || now.isBefore(windowStart))
            forget(now);
    }

    private void forget(Instant now) {
        windowStart = now;
        byDatagrams.forget();
        overConnections.forget();
        malformed = 0;
        strays = 0;
    }

    /** Nothing is lost with it. */
    boolean idle(Instant now) {
        return !blocked() && beyondWindow(byDatagrams.refilled(), now) && beyondWindow(overConnections.refilled(), now)
                && beyondWindow(windowStart, now);
    }

    /** A clock that was set back counts as well. */
    private static boolean beyondWindow(Instant since, Instant now) {
        return Duration.between(since, now).abs().compareTo(SourceGuard.WINDOW) >= 0;
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
        answers.begin(from);
    }

    /** Whether a message that the block holds back is let through. */
    boolean passes(Instant now, boolean datagram) {
        return (datagram ? datagrams : connections).takes(now);
    }

    /** Whether a request above the rate is answered while it is blocked. */
    boolean answers(Instant now) {
        return answers.takes(now);
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
