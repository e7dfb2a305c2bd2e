package org.trunkline.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.thread.SupervisedThread;

/**
 * The system's time, with a hashed wheel for its timers: a call sets a dozen and cancels nearly all, and in a wheel
 * both cost a link in a list. Timers run up to one tick late, never early. Its thread sleeps while no timer is due: at a
 * hundred ticks a second three such threads were the most that an idle node did.
 */
public final class WheelScheduler implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WheelScheduler.class);
    private static final long TICK_NANOS = 10_000_000;
    private static final int SLOTS = 4096; // 41 s a round: most timers of a call come up in the first
    private static final Runnable NOTHING = () -> {};

    private final Slot[] wheel = new Slot[SLOTS];
    private final LongSupplier nanos;
    /** The thread may sleep past its time, as the clock that it sleeps by is not this one. */
    private final boolean leaps;
    private final long startedAt;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long tick;
    /** The tick that the thread sleeps until; all that is due before must wake it. */
    private volatile long wakesAt = Long.MAX_VALUE;

    public WheelScheduler() {
        this(System::nanoTime, false);
    }

    /** @param nanos like {@link System#nanoTime}; where it leaps, the next timer set shows it */
    public WheelScheduler(LongSupplier nanos) {
        this(nanos, true);
    }

    private WheelScheduler(LongSupplier nanos, boolean leaps) {
        this.nanos = nanos;
        this.leaps = leaps;
        startedAt = nanos.getAsLong();
        for (int i = 0; i < SLOTS; i++)
            wheel[i] = new Slot();
        thread = SupervisedThread.start("timers", this::turn);
    }

    /** Timers of the same place in a round, in a ring through itself. */
    private static final class Slot extends Entry {
        Slot() {
            super(NOTHING, 0, null);
            next = this;
            previous = this;
        }

        synchronized boolean isEmpty() {
            return next == this;
        }
    }

    private static class Entry implements Timer {
        final AtomicReference<Runnable> task;
        final long due;
        final @Nullable Slot slot;
        @Nullable Entry next;
        @Nullable Entry previous;

        Entry(Runnable task, long due, @Nullable Slot slot) {
            this.task = new AtomicReference<>(task);
            this.due = due;
            this.slot = slot;
        }

        @Override
        public void cancel() {
            if (task.getAndSet(NOTHING) == NOTHING)
                return;
            synchronized (slot) {
                unlink();
            }
        }

        /** With the slot's lock. */
        void unlink() {
            if (previous == null) // taken out to be run
                return;
            previous.next = next;
            next.previous = previous;
            next = null;
            previous = null;
        }
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        long ticks = Math.max(1, (Math.max(0, delay.toNanos()) + TICK_NANOS - 1) / TICK_NANOS);
        while (true) {
            long now = now();
            long due = now + ticks + 1;
            var slot = wheel[(int) (due % SLOTS)];
            var entry = new Entry(task, due, slot);
            if (linked(entry)) {
                long wakes = wakesAt;
                if (due < wakes || leaps && wakes <= now)
                    LockSupport.unpark(thread);
                return entry;
            }
        }
    }

    private boolean linked(Entry entry) {
        var slot = entry.slot;
        synchronized (slot) {
            if (entry.due <= tick) // the hand is past it
                return false;
            entry.previous = slot.previous;
            entry.next = slot;
            slot.previous.next = entry;
            slot.previous = entry;
            return true;
        }
    }

    private long now() {
        return (nanos.getAsLong() - startedAt) / TICK_NANOS;
    }

    private void turn() {
        while (!closed) {
            long now = now();
            while (tick < now && !closed) {
                tick++;
                run(wheel[(int) (tick % SLOTS)], tick);
            }
            wakesAt = Long.MAX_VALUE; // what is set while we look must wake us, for we may be past its slot
            long next = tick + 1;
            while (next < tick + SLOTS && wheel[(int) (next % SLOTS)].isEmpty())
                next++;
            wakesAt = next;
            LockSupport.parkNanos(Math.max(1, startedAt + next * TICK_NANOS - nanos.getAsLong()));
        }
    }

    private static void run(Slot slot, long tick) {
        Entry due = null;
        synchronized (slot) {
            for (Entry entry = slot.next; entry != slot;) {
                Entry next = entry.next;
                if (entry.due <= tick) {
                    entry.unlink();
                    entry.next = due; // a chain of those to run
                    due = entry;
                }
                entry = next;
            }
        }
        while (due != null) {
            Entry entry = due;
            due = entry.next;
            entry.next = null;
            try {
                entry.task.getAndSet(NOTHING).run();
            } catch (Throwable e) { // a boundary: the timers of all others go on
                failed(e);
            }
        }
    }

    private static void failed(Throwable defect) {
        try {
            LOG.error("a timer failed", defect);
        } catch (Throwable silence) { // no memory to say so either: a node without timers would be worse
            defect.addSuppressed(silence);
        }
    }

    /** Runs no timer any more. Again does nothing. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
