package org.trunkline.sip.jain.internal.transaction;

import java.time.Duration;

/** How long transactions wait (RFC 3261 §17, table 4). */
final class Timers {
    static final Duration T1 = Duration.ofMillis(500);
    static final Duration T2 = Duration.ofSeconds(4);
    static final Duration T4 = Duration.ofSeconds(5);
    /** Timers B, F and H. */
    static final Duration LIMIT = T1.multipliedBy(64);

    private Timers() {}

    /** The next pause, shorter where the transaction ends before it: timers B, F and H run out at 64 times T1. */
    static Duration next(Duration pause, Duration longest, Duration waited) {
        var doubled = pause.multipliedBy(2);
        var next = doubled.compareTo(longest) > 0 ? longest : doubled;
        var left = LIMIT.minus(waited);
        return next.compareTo(left) > 0 ? left : next;
    }

    /** The first pause: over what is reliable nothing is sent again, and the only timer is the limit. */
    static Duration first(boolean reliable) {
        return reliable ? LIMIT : T1;
    }
}
