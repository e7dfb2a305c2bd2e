package org.trunkline.ui;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

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

    /** Since the window opened, or since {@link #restart}. Any thread. */
    Figures figures();

    /** Counts anew. Any thread. */
    void restart();
}
