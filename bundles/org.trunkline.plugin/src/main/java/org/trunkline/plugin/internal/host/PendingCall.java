package org.trunkline.plugin.internal.host;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.trunkline.plugin.internal.link.FrameReader;

/** A call that a plug-in's process has not answered yet. It holds its place among the calls at once until it is. */
final class PendingCall {
    private static final Optional<FrameReader> NOT_YET = Optional.of(new FrameReader(new byte[0], 0));
    /** Its caller waits no longer. */
    private static final Optional<FrameReader> ABANDONED = Optional.of(new FrameReader(new byte[0], 0));

    private final Thread caller = Thread.currentThread();
    private final Semaphore places;
    private final long begun = System.nanoTime();
    private final Consumer<Optional<FrameReader>> afterwards;
    private final AtomicReference<Optional<FrameReader>> answer = new AtomicReference<>(NOT_YET);
    private volatile int size;

    /** @param places of which it holds one @param afterwards told the answer that came too late, on the thread that reads */
    PendingCall(Semaphore places, Consumer<Optional<FrameReader>> afterwards) {
        this.places = places;
        this.afterwards = afterwards;
    }

    /** @param bytes of the frame */
    void size(int bytes) {
        size = bytes;
    }

    void givePlaceBack() {
        places.release();
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
        boolean awaited = answer.compareAndSet(NOT_YET, frame);
        places.release();
        if (awaited)
            LockSupport.unpark(caller);
        else
            afterwards.accept(frame);
    }

    /** @return false where the deadline came first */
    boolean await(long deadline) {
        boolean interrupted = false;
        while (answer.get() == NOT_YET) {
            long left = deadline - System.nanoTime();
            if (left <= 0)
                break;
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted)
            Thread.currentThread().interrupt();
        return !answer.compareAndSet(NOT_YET, ABANDONED);
    }

    Optional<FrameReader> answer() {
        return answer.get();
    }
}
