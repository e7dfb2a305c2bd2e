package org.trunkline.plugin.internal.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Lets each plug-in publish so many events a second, and some at once. <b>Threads:</b> any. */
final class EventRate {
    static final int PER_SECOND = 50;
    static final int AT_ONCE = 200;
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private record Left(double events, long at) {}

    private final Map<String, Left> left = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    EventRate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes one. @return false where none is left now */
    boolean take(String plugin) {
        long now = nanos.getAsLong();
        var taken = new boolean[1];
        left.compute(plugin, (_, before) -> {
            double events = before == null ? AT_ONCE
                    : Math.min(AT_ONCE, before.events() + (now - before.at()) / SECOND * PER_SECOND);
            taken[0] = events >= 1;
            return new Left(taken[0] ? events - 1 : events, now);
        });
        return taken[0];
    }
}
