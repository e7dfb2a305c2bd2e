package org.trunkline.sip.jain.internal.transaction;

import java.time.Duration;

/** How long the transactions of UDP wait (RFC 3261 §17, table 4). */
public final class UdpTimers {
    public static final Duration T1 = Duration.ofMillis(500);
    public static final Duration T2 = Duration.ofSeconds(4);
    public static final Duration T4 = Duration.ofSeconds(5);
    /** Timers B, F and H. */
    public static final Duration LIMIT = T1.multipliedBy(64);

    private UdpTimers() {}

    /** The next pause, shorter where the transaction ends before it: timers B, F and H run out at 64 times T1. */
    public static Duration next(Duration pause, Duration longest, Duration waited) {
        var doubled = pause.multipliedBy(2);
        var next = doubled.compareTo(longest) > 0 ? longest : doubled;
        var left = LIMIT.minus(waited);
        return next.compareTo(left) > 0 ? left : next;
    }
}
