package org.trunkline.store.jdbc.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.RecordLog;
import org.trunkline.engine.port.RecordStage;
import org.trunkline.engine.port.StoreException;

/** Follows the journal into the table of records, in batches. A store that is down is tried again; it then catches up. */
final class RecordFeed implements RecordStage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFeed.class);
    private static final int BATCH = 250;
    /** Gathers a little: a transaction for each record would cost more than the records. */
    private static final long GATHER_MS = 200;
    private static final long IDLE_MS = 60_000;
    private static final Duration CLOSE = Duration.ofSeconds(4);

    private final RecordTable table;
    private final RecordLog log;
    private final InstantSource clock;
    private final long retryMs;
    private final Semaphore appended = new Semaphore(0);
    private final RecordLog.Subscription subscription;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long sequence;
    private volatile Optional<Trouble> trouble = Optional.empty();

    RecordFeed(Database database, RecordLog log, InstantSource clock, long retryMs) {
        table = new RecordTable(database);
        this.log = log;
        this.clock = clock;
        this.retryMs = retryMs;
        subscription = log.onAppended(appended::release);
        thread = Thread.ofVirtual().name("cdr-store").start(this::run);
    }

    private void run() {
        while (!closing) {
            try {
                follow();
            } catch (StoreException | IOException | RuntimeException e) {
                inTrouble(e);
                await(retryMs);
            }
        }
    }

    private void follow() throws StoreException, IOException {
        var offset = table.offset(log.id()).filter(o -> o.position() <= log.end());
        sequence = offset.map(RecordTable.Offset::sequence).orElse(0L);
        try (var cursor = log.from(offset.map(RecordTable.Offset::position).orElseGet(log::first))) {
            while (!closing) {
                appended.drainPermits();
                var entries = cursor.next(BATCH);
                if (!entries.isEmpty()) {
                    table.add(log.id(), entries);
                    sequence = entries.getLast().sequence();
                }
                if (trouble.isPresent()) {
                    LOG.info("the store takes records again");
                    trouble = Optional.empty();
                }
                if (entries.isEmpty())
                    await(IDLE_MS);
                if (entries.size() < BATCH && !closing)
                    pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(GATHER_MS);
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    private void inTrouble(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (trouble.isEmpty())
            LOG.error("records wait in the journal: {}", message, e instanceof RuntimeException ? e : null);
        trouble = Optional.of(new Trouble(message.contains("disk") && message.contains("full") ? "disk-full"
                : "store-down", trouble.map(Trouble::since).orElseGet(clock::instant),
                message + " Records wait in the journal."));
    }

    private void await(long millis) {
        try {
            appended.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true; // nobody interrupts this thread but the end of the process
        }
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closing = true;
        subscription.close();
        appended.release();
        try {
            if (!thread.join(CLOSE))
                LOG.warn("the store is still writing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
