package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that relays the packets of many calls. All that belongs to a call's media is touched by its loop alone;
 * others hand it tasks.
 */
final class RelayLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RelayLoop.class);
    /** As large as a datagram can be, so that none is cut. */
    private static final int BUFFER = 65_536;
    private static final Duration TICK = Duration.ofMillis(250);

    private final Selector selector;
    private final LongSupplier nanos;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Set<RtpSession> sessions = new LinkedHashSet<>();
    /** Spares the loop the lock in the rounds, nearly all, that have no task. */
    private volatile boolean called;
    private boolean closed;
    private volatile int load;

    RelayLoop(String name, LongSupplier nanos) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.nanos = nanos;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
    }

    /** Sessions it serves. */
    int load() {
        return load;
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * Has a short task done by the loop, after those posted before.
     *
     * @return false once the loop is closed: it will not be done
     */
    boolean post(Runnable task) {
        synchronized (tasks) {
            if (closed)
                return false;
            tasks.add(task);
            called = true;
        }
        selector.wakeup();
        return true;
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
    void watch(DatagramChannel channel, Endpoint endpoint) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, endpoint);
    }

    private void run() {
        Consumer<SelectionKey> ready = this::ready;
        long nextTick = now();
        try {
            while (!called || !isClosed()) {
                selector.select(ready, sessions.isEmpty() ? 0 : TICK.toMillis());
                if (called)
                    work();
                long now = now();
                if (now - nextTick >= 0) {
                    nextTick = now + TICK.toNanos();
                    for (var session : sessions)
                        session.tick(now);
                }
            }
        } catch (IOException e) {
            log.error("media relaying stopped, calls are without audio until a restart: {}", e.toString());
        } finally {
            shut();
        }
    }

    private void ready(SelectionKey key) {
        var endpoint = (Endpoint) key.attachment();
        try {
            endpoint.readable(buffer);
        } catch (RuntimeException e) { // a bug ends that socket's media, not everybody's
            key.cancel();
            endpoint.broken(e);
        }
    }

    private void work() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a media task failed", e);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next() {
        synchronized (tasks) {
            var task = tasks.poll();
            called = task != null || closed;
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
            selector.close();
        } catch (IOException e) {
            log.warn("the media selector did not close: {}", e.toString());
        }
    }

    /** Does what was posted, then ends. */
    @Override
    public void close() {
        synchronized (tasks) {
            closed = true;
            called = true;
        }
        selector.wakeup();
        try {
            thread.join(Duration.ofSeconds(4));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
