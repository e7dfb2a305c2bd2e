package org.trunkline.alert.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * When the calls ended that fit an alert, oldest first: so many and no more, and whether there were more. One thread at
 * a time.
 */
final class MatchTimes {
    private static final int AT_FIRST = 16;
    private static final String EARLIER = "earlier";
    private static final String GONE = "gone";

    private final int most;
    private long[] times = new long[AT_FIRST];
    private int size;
    private long lastGone = Long.MIN_VALUE;

    MatchTimes(int most) {
        this.most = most;
    }

    /** They come nearly in order. @param at in milliseconds */
    void add(long at) {
        if (size == most) {
            lastGone = Math.max(lastGone, Math.min(at, times[0]));
            if (at <= times[0])
                return;
            drop(1);
        }
        if (size == times.length)
            times = Arrays.copyOf(times, Math.min(most, 2 * size));
        int place = size;
        while (place > 0 && times[place - 1] > at)
            place--;
        System.arraycopy(times, place, times, place + 1, size - place);
        times[place] = at;
        size++;
    }

    /** Those before it count no longer. */
    void forget(long first) {
        int gone = 0;
        while (gone < size && times[gone] < first)
            gone++;
        drop(gone);
        if (lastGone < first)
            lastGone = Long.MIN_VALUE;
    }

    private void drop(int gone) {
        size -= gone;
        System.arraycopy(times, gone, times, 0, size);
    }

    int size() {
        return size;
    }

    /** Whether there were more than could be kept. */
    boolean more() {
        return lastGone != Long.MIN_VALUE;
    }

    /** Each as the time since the one before. @param known some of them, kept elsewhere */
    void keep(KeptText text, List<Long> known) {
        var without = new ArrayList<>(known);
        var line = new StringJoiner(" ");
        long before = 0;
        for (int i = 0; i < size; i++)
            if (!without.remove((Long) times[i])) {
                line.add(String.valueOf(times[i] - before));
                before = times[i];
            }
        if (line.length() > 0)
            text.add(EARLIER, line);
        if (more())
            text.add(GONE, lastGone);
    }

    /** Those that {@link #keep} wrote. */
    void restore(KeptText text) {
        text.first(EARLIER, 1, v -> Arrays.stream(v[0].split(" ")).mapToLong(Long::parseLong).toArray()).ifPresent(since -> {
            long at = 0;
            for (long step : since)
                add(at += step);
        });
        text.first(GONE, 1, v -> Long.parseLong(v[0])).ifPresent(at -> lastGone = at);
    }
}
