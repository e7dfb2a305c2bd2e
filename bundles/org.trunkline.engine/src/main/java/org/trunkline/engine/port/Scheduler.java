package org.trunkline.engine.port;

import java.time.Duration;
import java.time.InstantSource;

/** Time for the engine: driven by hand in tests. */
public interface Scheduler extends InstantSource {
    /** Runs a short task once after the delay, on a timer thread: enqueue and return. */
    Timer after(Duration delay, Runnable task);

    interface Timer {
        /** Does nothing once the task ran. */
        void cancel();
    }
}
