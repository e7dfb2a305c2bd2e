package org.trunkline.phone.internal.work;

import java.time.Duration;
import java.time.Instant;

/** The one thread that all state of the phone belongs to, with its clock. <b>Threads:</b> any. */
public interface Work {
    /** A task that has not begun; to cancel one that has does nothing. */
    interface Timer {
        void cancel();
    }

    /** Runs it soon, after what was given before. */
    void run(Runnable task);

    Timer after(Duration delay, Runnable task);

    Instant now();

    /** Nothing runs after it. */
    void close();
}
