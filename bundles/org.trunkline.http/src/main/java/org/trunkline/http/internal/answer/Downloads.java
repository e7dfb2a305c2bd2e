package org.trunkline.http.internal.answer;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.wire.json.Json;

/** Answers written while they are read: a few at once, none that hangs for ever, none cut short without the client's notice. */
public final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final int AT_ONCE = 4;
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final int atOnce;
    private final String what;
    private final Semaphore places;
    private final Duration stalled;

    /** Files. */
    public Downloads() {
        this(AT_ONCE, "exports", STALLED);
    }

    /**
     * @param atOnce how many
     * @param what they are, for the client that is one too many
     */
    public Downloads(int atOnce, String what) {
        this(atOnce, what, STALLED);
    }

    /** @param stalled how long a client may take no byte */
    Downloads(int atOnce, String what, Duration stalled) {
        this.atOnce = atOnce;
        this.what = what;
        this.stalled = stalled;
        places = new Semaphore(atOnce);
    }

    /** One place among the few; to be closed. */
    public final class Place implements AutoCloseable {
        /** Writes it all and closes the stream, or aborts. @param abort cuts the connection off */
        public void write(Answer.Content content, OutputStream out, Runnable abort) throws IOException {
            var counted = new Counted(out);
            var over = new CountDownLatch(1);
            guard(counted, over, abort);
            boolean whole = false;
            try {
                switch (content) {
                    case Answer.Content.File file -> file.writeTo(counted);
                    case Answer.Content.Lines lines -> write(lines, counted);
                }
                whole = true;
            } catch (IOException e) {
                LOG.debug("a download ended: {}", e.getMessage());
            } catch (NodeUnavailableException e) {
                LOG.warn("a download was aborted: {}", e.getMessage());
            } finally {
                over.countDown();
                if (whole)
                    out.close();
                else
                    abort.run(); // a regular close would end the answer as if it were whole
            }
        }

        private void write(Answer.Content.Lines lines, OutputStream out) throws IOException {
            try {
                for (var line = lines.next(); line.isPresent(); line = lines.next())
                    write(line.get(), out);
            } catch (NodeUnavailableException e) {
                write(Problem.unavailable(e).json(), out);
            }
        }

        private void write(JsonNode line, OutputStream out) throws IOException {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(Json.bytes(line));
            bytes.write('\n');
            out.write(bytes.toByteArray());
            out.flush();
        }

        @Override
        public void close() {
            places.release();
        }
    }

    public Place place() throws Problem {
        if (!places.tryAcquire())
            throw Problem.of(503, "busy", "Busy", atOnce + " " + what + " are in progress; no more are allowed at once",
                    Map.of("Retry-After", "10"));
        return new Place();
    }

    /** Nothing else ends a write to a client that does not read. */
    private void guard(Counted out, CountDownLatch over, Runnable abort) {
        Thread.ofVirtual().name("http-download-guard").start(() -> {
            try {
                long seen;
                do {
                    seen = out.bytes.get();
                    if (over.await(stalled.toMillis(), TimeUnit.MILLISECONDS))
                        return;
                } while (seen != out.bytes.get() || !out.drop());
                LOG.info("A client does not read its download; the connection is closed");
                abort.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static final class Counted extends FilterOutputStream {
        private enum State {
            READING, WRITING, DROPPED
        }

        private final AtomicLong bytes = new AtomicLong();
        private final AtomicReference<State> state = new AtomicReference<>(State.READING);

        Counted(OutputStream out) {
            super(out);
        }

        /** Only while it writes: what it reads is not the client's fault. */
        boolean drop() {
            return state.compareAndSet(State.WRITING, State.DROPPED);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            state.set(State.WRITING);
            out.write(buffer, offset, length);
            if (!state.compareAndSet(State.WRITING, State.READING))
                throw new IOException("the client reads no data");
            bytes.addAndGet(length);
        }
    }
}
