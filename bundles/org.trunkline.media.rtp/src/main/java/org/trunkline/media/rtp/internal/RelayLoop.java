package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.thread.SupervisedThread;
import org.trunkline.media.rtp.internal.net.MediaSocket;
import org.trunkline.media.rtp.internal.net.Poller;
import org.trunkline.media.rtp.internal.net.Sockets;

/**
 * One thread that relays the packets of many calls. All that belongs to a call's media is touched by its loop alone;
 * others hand it tasks.
 */
public final class RelayLoop implements Poller.Taker, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RelayLoop.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final Poller poller;
    private final LongSupplier nanos;
    private final SupervisedThread thread;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Set<RtpSession> sessions = new LinkedHashSet<>();
    /** Spares the loop the lock in the rounds, nearly all, that have no task. */
    private volatile boolean called;
    /** Somebody rang already, and what is in the list will be seen. */
    private boolean woken;
    private boolean closed;
    /** It ended by a defect, and has not gone round again since. */
    private volatile boolean broken;
    private volatile int load;
    private final AtomicInteger assigned = new AtomicInteger();
    private final Set<NodeEnd> ends = new LinkedHashSet<>();
    private final AtomicBoolean playing = new AtomicBoolean();

    RelayLoop(String name, Sockets sockets, LongSupplier nanos) throws IOException {
        poller = sockets.poller();
        this.nanos = nanos;
        thread = SupervisedThread.start(name, this::run);
    }

    /** How many sessions were given to it, kept by who does so. */
    AtomicInteger assigned() {
        return assigned;
    }

    /** For who measures it. */
    public long threadId() {
        return thread.threadId();
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * Has a short task done by the loop, after those posted before.
     *
     * @return false once the loop is closed: it will not be done
     */
    public boolean post(Runnable task) {
        return post(task, false);
    }

    /** The same for what can wait for the next packet or {@link #TICK}: waking costs more than most tasks. */
    boolean postIdly(Runnable task) {
        return post(task, true);
    }

    private boolean post(Runnable task, boolean idly) {
        synchronized (tasks) {
            if (closed)
                return false;
            tasks.add(task);
            called = true;
            if (idly && load > 0 || woken) // without a session there is no tick to do it
                return true;
            woken = true;
        }
        poller.wakeup();
        return true;
    }

    /** Packets of the pair wake the loop from now on; a task that knows what to do with them must have been posted. */
    void expect(PortPair pair) {
        try {
            poller.expect(pair.rtp());
            poller.expect(pair.rtcp());
        } catch (IOException e) {
            log.error("the media of port {} cannot be received: {}", pair.port().rtp(), e.toString());
        }
    }

    /** Whether it takes calls. */
    boolean isRunning() {
        return !broken && !isClosed();
    }

    /** From the loop only. */
    void add(RtpSession session) {
        sessions.add(session);
        load = sessions.size();
    }

    /** From the loop only. */
    void remove(RtpSession session) {
        sessions.remove(session);
        load = sessions.size();
    }

    /** From the loop only. */
    void add(NodeEnd end) {
        ends.add(end);
    }

    /** From the loop only. */
    void remove(NodeEnd end) {
        ends.remove(end);
    }

    /** Packets of the node's own are due. */
    void playSoon() {
        if (playing.compareAndSet(false, true) && !post(this::play))
            playing.set(false);
    }

    private void play() {
        playing.set(false);
        long now = now();
        for (var end : List.copyOf(ends)) {
            try {
                end.tick(now);
            } catch (RuntimeException | LinkageError e) { // a bug ends that one, not everybody's
                ends.remove(end);
                log.error("playback to a call failed", e);
            }
        }
    }

    /** For the loop only. */
    Poller poller() {
        return poller;
    }

    /** Whatever ends it, the calls stay with it when it is run again. */
    private void run() throws IOException {
        Runnable first = this::workIfCalled;
        long nextTick = now();
        boolean whole = false;
        try {
            while (!called || !isClosed()) {
                poller.await(sessions.isEmpty() ? 0 : TICK.toMillis(), first, this);
                send();
                broken = false;
                long now = now();
                if (now - nextTick >= 0) {
                    nextTick = now + TICK.toNanos();
                    tick(now);
                }
            }
            whole = true;
        } finally {
            broken = !whole;
        }
        shut();
    }

    private void tick(long now) {
        poller.tick(now);
        for (var all = sessions.iterator(); all.hasNext();) {
            var session = all.next();
            try {
                session.tick(now);
            } catch (RuntimeException | LinkageError e) { // a bug ends that call's clock, not everybody's media
                all.remove();
                load = sessions.size();
                session.stopped(e);
            }
        }
    }

    @Override
    public boolean readable(MediaSocket endpoint) {
        try {
            return endpoint.readable(poller.packets());
        } catch (RuntimeException | LinkageError e) {
            broken(endpoint, e);
            return false;
        }
    }

    @Override
    public void arrived(MediaSocket endpoint, ByteBuffer packet) {
        try {
            endpoint.arrived(packet);
        } catch (RuntimeException | LinkageError e) {
            broken(endpoint, e);
        }
    }

    /** A bug ends that socket's media, not everybody's. */
    private void broken(MediaSocket endpoint, Throwable bug) {
        endpoint.unwatch(poller);
        endpoint.broken(bug);
    }

    private void send() {
        try {
            poller.sendAll();
        } catch (RuntimeException | LinkageError e) { // the rest of them is lost, the calls go on
            log.error("packets could not be sent", e);
        }
    }

    private void workIfCalled() {
        if (called)
            work();
    }

    private void work() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) {
                log.error("a media task failed", e);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next() {
        synchronized (tasks) {
            var task = tasks.poll();
            called = task != null || closed;
            woken &= called;
            return task;
        }
    }

    private boolean isClosed() {
        synchronized (tasks) {
            return closed;
        }
    }

    private void shut() {
        synchronized (tasks) {
            closed = true;
        }
        work();
        try {
            poller.close();
        } catch (IOException e) {
            log.warn("the media poller did not close: {}", e.toString());
        }
    }

    /** Does what was posted, then ends. */
    @Override
    public void close() {
        synchronized (tasks) {
            if (closed)
                return;
            closed = true;
            called = true;
        }
        poller.wakeup();
        try {
            thread.join(Duration.ofSeconds(4));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
