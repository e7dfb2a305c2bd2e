package org.trunkline.engine.thread;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of the house whose work must go on for as long as the node does. Where the work throws, whatever it is, that is
 * logged, it becomes an alarm, and the work is run again after a pause: at once the first time, then after 100 ms that double
 * up to 10 s. Work that returns has ended.
 *
 * <p>The node finds these threads through the JVM, see {@link #troubled}: so nobody has to register one.
 */
public final class SupervisedThread extends Thread {
    /** What a thread does; run again from its beginning where it throws. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Work that ended though it should not have.
     *
     * @param since when it ended first
     * @param times how often it ended since
     * @param why class and message of what it threw last
     */
    public record Trouble(String thread, Instant since, long times, String why) {
        public Trouble {
            requireNonNull(thread);
            requireNonNull(since);
            requireNonNull(why);
        }
    }

    /** @param first pause before the second restart @param longest pause @param calm run for so long, and it is well again */
    record Pauses(Duration first, Duration longest, Duration calm) {
        static final Pauses USUAL = new Pauses(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedThread.class);

    private final Work work;
    private final Pauses pauses;
    private volatile Optional<Trouble> trouble = Optional.empty();
    private volatile long endedAt;
    private volatile boolean stopping;

    /** A daemon, not yet started. */
    public SupervisedThread(String name, Work work) {
        this(name, work, Pauses.USUAL);
    }

    SupervisedThread(String name, Work work, Pauses pauses) {
        super(name);
        this.work = requireNonNull(work);
        this.pauses = pauses;
        setDaemon(true);
    }

    /** The same, started. */
    public static SupervisedThread start(String name, Work work) {
        var thread = new SupervisedThread(name, work);
        thread.start();
        return thread;
    }

    /** Runs the work; for nobody but the JVM to call. */
    @Override
    public void run() {
        long pause = 0;
        while (!stopping) {
            try {
                work.run();
                return;
            } catch (Throwable e) { // the one place: whatever it is, the thread lives
                pause = ended(e, pause);
            }
        }
    }

    /** @return the next pause in nanoseconds, after having made this one */
    private long ended(Throwable e, long pause) {
        long now = System.nanoTime();
        boolean again = trouble.isPresent() && now - endedAt < pauses.calm().toNanos();
        try {
            var before = again ? trouble : Optional.<Trouble>empty();
            trouble = Optional.of(new Trouble(getName(), before.map(Trouble::since).orElseGet(Instant::now),
                    before.map(Trouble::times).orElse(0L) + 1, e.toString()));
            LOG.error("the thread {} ended and is restarted: report this with the log", getName(), e);
        } catch (Throwable silence) { // no memory to report it with
            e.addSuppressed(silence);
        }
        endedAt = now;
        long made = again ? pause : 0;
        for (long left = made; left > 0 && !stopping; left = made - (System.nanoTime() - now))
            LockSupport.parkNanos(this, left);
        return Math.clamp(2 * made, pauses.first().toNanos(), pauses.longest().toNanos());
    }

    /** Lets a pause end: work that was closed meanwhile is not run again. */
    public void stopRestarting() {
        stopping = true;
        LockSupport.unpark(this);
    }

    /** What is wrong with it, until it has run for ten minutes again. */
    public Optional<Trouble> trouble() {
        return trouble.filter(it -> System.nanoTime() - endedAt < pauses.calm().toNanos());
    }

    /** What is wrong with the supervised threads of this JVM. Takes some ten microseconds. */
    public static List<Trouble> troubled() {
        var root = Thread.currentThread().getThreadGroup();
        while (root != null && root.getParent() != null)
            root = root.getParent();
        if (root == null)
            return List.of();
        var all = new Thread[2 * root.activeCount() + 64];
        root.enumerate(all);
        return Arrays.stream(all).filter(Objects::nonNull).filter(SupervisedThread.class::isInstance)
                .map(SupervisedThread.class::cast).map(SupervisedThread::trouble).flatMap(Optional::stream).toList();
    }

    /** Waits for its end; an interrupt is kept. @return whether it ended */
    public boolean awaitEnd(Duration patience) {
        try {
            return join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
