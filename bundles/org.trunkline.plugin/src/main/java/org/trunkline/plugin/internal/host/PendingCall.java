package org.trunkline.plugin.internal.host;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.plugin.internal.link.FrameReader;

/** A call that a plug-in's process has not answered yet. It holds its place among the calls at once until it is. */
final class PendingCall {
    private static final Optional<FrameReader> NOT_YET = Optional.of(new FrameReader(new byte[0], 0));

    private final Thread caller = Thread.currentThread();
    private final Semaphore places;
    private final long begun = System.nanoTime();
    private final int size;
    private volatile Optional<FrameReader> answer = NOT_YET;

    /** @param size of the frame, in bytes */
    PendingCall(Semaphore places, int size) {
        this.places = places;
        this.size = size;
    }

    long begun() {
        return begun;
    }

    int size() {
        return size;
    }

    boolean of(Semaphore others) {
        return places == others;
    }

    /** @param frame empty where the process is gone */
    void answered(Optional<FrameReader> frame) {
        answer = frame;
        places.release();
        LockSupport.unpark(caller);
    }

    /** @return false where the deadline came first */
    boolean await(long deadline) {
        boolean interrupted = false;
        while (answer == NOT_YET) {
            long left = deadline - System.nanoTime();
            if (left <= 0)
                break;
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted)
            Thread.currentThread().interrupt();
        return answer != NOT_YET;
    }

    Optional<FrameReader> answer() {
        return answer;
    }
}
