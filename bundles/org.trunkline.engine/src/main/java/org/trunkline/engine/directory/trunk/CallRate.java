package org.trunkline.engine.directory.trunk;

import java.time.InstantSource;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Calls of the last second, exactly: at no moment does any interval of one second hold more than the limit. One
 * thread at a time.
 */
final class CallRate {
    private static final long SECOND_MS = 1000;
    private static final int STEPS = 10;

    private final InstantSource clock;
    /** What was added to the clock since it was set back, so that time goes on here. */
    private long added;
    private long last = Long.MIN_VALUE;
    /** Times of the last calls, as many as the limit; the next to be overwritten is the oldest. */
    private long @Nullable [] times;
    private int next;
    private final long[] step = new long[STEPS + 1];
    private final int[] calls = new int[STEPS + 1];

    CallRate(InstantSource clock) {
        this.clock = clock;
    }

    /** @param limit calls a second, 0 for none @return whether one more is too many */
    boolean isFull(int limit) {
        if (limit <= 0)
            return false;
        long[] recent = recent(limit);
        return now() - recent[next] < SECOND_MS;
    }

    /** Counts one more. @param limit calls a second, 0 for none */
    void add(int limit) {
        long now = now();
        if (limit > 0) {
            long[] recent = recent(limit);
            recent[next] = now;
            next = (next + 1) % limit;
        }
        long at = now * STEPS / SECOND_MS;
        int slot = (int) (at % step.length);
        if (step[slot] != at) {
            step[slot] = at;
            calls[slot] = 0;
        }
        calls[slot]++;
    }

    /** Calls in the last second, to a tenth of it. */
    int lastSecond() {
        long oldest = now() * STEPS / SECOND_MS - STEPS;
        int sum = 0;
        for (int i = 0; i < step.length; i++) {
            if (step[i] > oldest)
                sum += calls[i];
        }
        return sum;
    }

    private long now() {
        long now = clock.millis() + added;
        if (now < last) {
            added += last - now;
            now = last;
        }
        last = now;
        return now;
    }

    /** A changed limit keeps the newest times, so that saving a trunk opens no gap in its limit. */
    private long[] recent(int limit) {
        long[] old = times;
        if (old != null && old.length == limit)
            return old;
        long[] fresh = new long[limit];
        Arrays.fill(fresh, Long.MIN_VALUE / 2);
        if (old != null) {
            int keep = Math.min(limit, old.length);
            for (int i = 0; i < keep; i++) // newest last, so that index 0 is the oldest
                fresh[limit - 1 - i] = old[Math.floorMod(next - 1 - i, old.length)];
        }
        times = fresh;
        next = 0;
        return fresh;
    }
}
