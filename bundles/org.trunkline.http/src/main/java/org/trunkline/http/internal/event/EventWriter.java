package org.trunkline.http.internal.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.http.internal.listen.OpenConnection;

/**
 * Writes the events of one client without a thread of its own: a task runs while there is news and the client takes it.
 * <b>Threads:</b> any.
 */
final class EventWriter implements WriteListener, AsyncListener, AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    static final Duration STALLED = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final OpenConnection connection;
    private final EventStream stream;
    private final Executor tasks;
    private final Runnable ended;
    private boolean running;
    /** The client has not taken what was written. */
    private boolean blocked = true;
    private boolean unflushed;
    private boolean done;
    private long since = System.nanoTime();

    /** @param ended called once */
    EventWriter(AsyncContext async, OpenConnection connection, EventStream stream, Executor tasks, Runnable ended)
            throws IOException {
        this.async = async;
        this.connection = connection;
        this.stream = stream;
        this.tasks = tasks;
        this.ended = ended;
        out = async.getResponse().getOutputStream();
    }

    void begin() {
        connection.streaming();
        async.addListener(this);
        stream.onNews(this::wake);
        out.setWriteListener(this);
    }

    /** There is news, or the end. */
    private void wake() {
        synchronized (this) {
            if (done || running || blocked && !stream.ended())
                return;
            running = true;
        }
        tasks.execute(this::write);
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            blocked = false;
        }
        wake();
    }

    private void write() {
        try {
            while (writable())
                if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else if (!writeNext())
                    return;
        } catch (IOException | RuntimeException e) { // the container reports a lost client in several ways
            LOG.debug("An event client left: {}", e.getMessage());
            finish(true);
        }
    }

    /** @return false where there is no news, after which this task ends */
    private boolean writeNext() throws IOException {
        var text = stream.poll();
        if (text.isPresent()) {
            out.write(text.get().getBytes(StandardCharsets.UTF_8));
            unflushed = true;
            return true;
        }
        synchronized (this) {
            running = false;
            since = System.nanoTime();
        }
        if (stream.hasNews())
            wake();
        return false;
    }

    private boolean writable() {
        if (stream.ended()) {
            finish(stream.failed());
            return false;
        }
        synchronized (this) {
            blocked = true; // before the question: the answer "yes, now" may come at once, on another thread
        }
        boolean ready = out.isReady();
        synchronized (this) {
            if (ready || !blocked) {
                blocked = false;
                return true;
            }
            running = false;
            since = System.nanoTime();
            return false;
        }
    }

    /** Called every second. */
    void tick() {
        boolean stalled;
        synchronized (this) {
            long quiet = System.nanoTime() - since;
            if (done || running || quiet < HEARTBEAT.toNanos())
                return;
            stalled = blocked && quiet > STALLED.toNanos();
        }
        if (stalled)
            stream.end("does not read");
        else
            stream.heartbeat();
    }

    private void finish(boolean abort) {
        synchronized (this) {
            if (done)
                return;
            done = true;
        }
        stream.close();
        ended.run();
        try {
            if (abort)
                connection.abort();
            else
                async.complete();
        } catch (RuntimeException e) {
            LOG.debug("An event client was gone: {}", e.getMessage());
        }
    }

    @Override
    public void onError(Throwable gone) {
        LOG.debug("An event client left: {}", gone.getMessage());
        finish(true);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        connection.idle();
        finish(false);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        finish(true);
    }

    @Override
    public void onError(AsyncEvent event) {
        finish(true);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // only one cycle
    }

    /** Ends the stream after what is being written. */
    @Override
    public void close() {
        stream.close();
        wake();
    }
}
