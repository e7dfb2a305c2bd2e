package org.trunkline.ui;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the UI thread keeps up with what people do. An OSGi service while the window is open. */
public interface UiFreezes {
    /** What people take for at once. */
    Duration AT_ONCE = Duration.ofMillis(100);

    /**
     * @param events handled
     * @param frozen those of them that took longer than {@link #AT_ONCE}
     * @param longest of all
     * @param working those of the frozen that had a processor for longer than {@link #AT_ONCE}: it was not for the machine
     * @param mostWork how long any event had one, where it took longer than {@link #AT_ONCE}
     */
    record Figures(long events, long frozen, Duration longest, long working, Duration mostWork) {
        public Figures {
            requireNonNull(longest);
            requireNonNull(mostWork);
        }
    }

    /** Longer than this, the bundle whose code was at work is named. */
    Duration TOO_LONG = Duration.ofMillis(500);

    /**
     * A bundle whose code held the UI thread for longer than {@link #TOO_LONG}.
     *
     * @param bundle symbolic name
     * @param last when it last did
     */
    record Slow(String bundle, int times, Duration longest, Instant last) {
        public Slow {
            requireNonNull(bundle);
            requireNonNull(longest);
            requireNonNull(last);
        }
    }

    /** The longest first, at most 100. Any thread. */
    List<Slow> slow();

    /** Since the window opened, or since {@link #restart}. Any thread. */
    Figures figures();

    /** Counts anew. Any thread. */
    void restart();
}
