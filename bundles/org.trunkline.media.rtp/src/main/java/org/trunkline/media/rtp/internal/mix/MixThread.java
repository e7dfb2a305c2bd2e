package org.trunkline.media.rtp.internal.mix;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.thread.SupervisedThread;
import org.trunkline.media.audio.mix.Mix;

/** Makes the sound of some mixes every 20 ms, and waits while there is none. */
final class MixThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MixThread.class);
    private static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();
    /** A thread that was kept from its work does so many at once, and then continues from there. */
    private static final int MOST_LATE = 5;

    private final List<Mix> mixes = new CopyOnWriteArrayList<>();
    private final Set<Mix> ended = ConcurrentHashMap.newKeySet();
    private final SupervisedThread thread;
    private volatile boolean closed;

    MixThread(String name) {
        thread = SupervisedThread.start(name, this::run);
    }

    void add(Mix mix) {
        mixes.add(mix);
        LockSupport.unpark(thread);
    }

    /** It ends once all have left: by the thread, so that coders are freed where they are used. */
    void remove(Mix mix) {
        ended.add(mix);
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            if (mixes.isEmpty()) {
                LockSupport.park(this);
                next = System.nanoTime();
                continue;
            }
            mixes.forEach(this::tick);
            next += FRAME_NANOS;
            long wait = next - System.nanoTime();
            if (wait < -MOST_LATE * FRAME_NANOS)
                next = System.nanoTime();
            else if (wait > 0)
                LockSupport.parkNanos(this, Math.min(wait, FRAME_NANOS));
        }
        mixes.forEach(Mix::end);
    }

    private void tick(Mix mix) {
        try {
            mix.tick();
            if (mix.isEmpty() && ended.remove(mix))
                mixes.remove(mix);
        } catch (RuntimeException | LinkageError e) { // a bug costs that mix 20 ms, not everybody's
            log.error("a conference could not be mixed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.stopRestarting();
        LockSupport.unpark(thread);
        thread.awaitEnd(Duration.ofSeconds(2));
    }
}
