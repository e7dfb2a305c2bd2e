package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.cdr.lucene.internal.CdrIndex.Offset;
import org.trunkline.cdr.lucene.internal.CdrIndex.RefusedException;
import org.trunkline.engine.port.RecordLog;
import org.trunkline.engine.port.RecordStage;

/**
 * Follows the journal: indexes what is new, makes it findable a few times a second, and commits now and then. One
 * thread of its own.
 */
final class Indexer implements RecordStage, AutoCloseable {
    /** @param refreshMs at least between two refreshes @param commitMs and between two commits */
    record Pace(long refreshMs, long commitMs, int batch, long retryMs) {
        static final Pace NORMAL = new Pace(200, 15_000, 1_000, 2_000);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final long BEHIND = 50_000;
    /** A rebuild shows its first results soon, then does not stop to show each handful. */
    private static final long REFRESH_BEHIND_MS = 2_000;
    /** Under load, records wait up to so many times longer: each refresh costs as much as a hundred records. */
    private static final int BUSY = 3;
    private static final int MANY = 30;
    private static final long COMMIT_BEHIND_MS = 20_000;
    private static final long CLOSE_MS = 4_000;

    private final Path folder;
    private final RecordLog log;
    private final InstantSource clock;
    private final Pace pace;
    private final RecordDocument documents = new RecordDocument();
    private final Semaphore appended = new Semaphore(0);
    private final List<Consumer<List<CdrRow>>> watchers = new CopyOnWriteArrayList<>();
    private final RecordLog.Subscription subscription;
    private final Thread thread;
    private List<CdrRow> fresh = new ArrayList<>();
    private Offset at;
    private long refreshed = System.nanoTime();
    private long committed = System.nanoTime();
    private boolean dirty;
    private int added;
    private volatile CdrIndex index;
    private volatile boolean closing;
    private volatile long findable;
    private volatile Optional<Trouble> trouble = Optional.empty();

    /** @throws RefusedException if the index is of a newer version, or open elsewhere */
    Indexer(Path folder, RecordLog log, InstantSource clock, Pace pace) throws IOException, RefusedException {
        this.folder = folder;
        this.log = log;
        this.clock = clock;
        this.pace = pace;
        index = CdrIndex.open(folder, log);
        at = index.committed();
        findable = at.sequence();
        subscription = log.onAppended(appended::release);
        thread = Thread.ofPlatform().daemon().name("cdr-index").start(this::run);
    }

    private void run() {
        while (!closing) {
            try {
                follow();
            } catch (IOException | RuntimeException e) {
                if (closing)
                    break;
                inTrouble(e);
                await(pace.retryMs());
                reopenIfBroken();
            }
        }
        try {
            if (!at.equals(index.committed()))
                index.commit(at);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the index was not committed at the end, and catches up at the next start: {}", e.toString());
        }
    }

    /** Lucene closes a writer that could not write. What was committed stays; the rest is read again. */
    private void reopenIfBroken() {
        if (closing || index.writer().isOpen())
            return;
        try {
            index.close();
            index = CdrIndex.open(folder, log);
            at = index.committed();
            dirty = false;
            fresh = new ArrayList<>();
        } catch (IOException | RefusedException | RuntimeException e) {
            LOG.debug("the index does not open yet: {}", e.toString());
        }
    }

    /** As it is now; closed while it is mended. */
    CdrIndex index() {
        return index;
    }

    private void follow() throws IOException {
        try (var cursor = log.from(at.position())) {
            while (!closing) {
                appended.drainPermits();
                var entries = cursor.next(pace.batch());
                for (var entry : entries)
                    add(entry);
                boolean behind = log.lastSequence() - at.sequence() > BEHIND;
                progress(behind);
                long untilRefresh = refreshIfDue(behind);
                commitIfDue(behind);
                if (entries.isEmpty())
                    await(dirty ? untilRefresh : at.equals(index.committed()) ? 60_000 : pace.commitMs());
            }
        }
    }

    private void add(RecordLog.Entry entry) throws IOException {
        index.writer().addDocument(documents.of(entry));
        at = new Offset(log.id(), entry.next(), entry.sequence());
        dirty = true;
        added++;
        if (!watchers.isEmpty())
            fresh.add(CdrRow.of(entry.cdr()));
    }

    /** @return milliseconds until it is due */
    private long refreshIfDue(boolean behind) throws IOException {
        if (!dirty)
            return pace.refreshMs();
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - refreshed);
        long each = behind ? REFRESH_BEHIND_MS : added > MANY ? BUSY * pace.refreshMs() : pace.refreshMs();
        if (since < each)
            return each - since;
        index.searchers().maybeRefreshBlocking();
        refreshed = System.nanoTime();
        dirty = false;
        added = 0;
        findable = at.sequence();
        tell();
        return pace.refreshMs();
    }

    private void tell() {
        if (fresh.isEmpty())
            return;
        var rows = List.copyOf(fresh);
        fresh = new ArrayList<>();
        for (var watcher : watchers) {
            try {
                watcher.accept(rows);
            } catch (RuntimeException e) {
                LOG.warn("a listener to new records failed: {}", e.toString(), e);
            }
        }
    }

    private void commitIfDue(boolean behind) throws IOException {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committed);
        if (at.equals(index.committed()) || since < (behind ? COMMIT_BEHIND_MS : pace.commitMs()))
            return;
        index.commit(at);
        committed = System.nanoTime();
    }

    private void progress(boolean behind) {
        if (behind)
            trouble = Optional.of(new Trouble("index-behind", trouble.map(Trouble::since).orElseGet(clock::instant),
                    "The search index is being made: %d of %d records. Search finds those."
                            .formatted(at.sequence(), log.lastSequence())));
        else if (trouble.isPresent())
            trouble = Optional.empty();
    }

    private void inTrouble(Exception e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        if (trouble.isEmpty())
            LOG.error("the search index stopped: {}. Records are safe in the journal", e.toString(), e);
        trouble = Optional.of(new Trouble(full ? "disk-full" : "index-stopped", clock.instant(),
                "The search index stopped: %s. Records are safe in the journal%s".formatted(e.getMessage(),
                        full ? "; free some space." : "; a restart makes the index again.")));
    }

    private void await(long millis) {
        try {
            appended.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true; // nobody interrupts this thread but the end of the process
        }
    }

    Watch watch(Consumer<List<CdrRow>> listener) {
        watchers.add(listener);
        return () -> watchers.remove(listener);
    }

    @Override
    public String name() {
        return "index";
    }

    /** Of the last record that can be found. */
    @Override
    public long sequence() {
        return findable;
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
            if (!thread.join(Duration.ofMillis(CLOSE_MS)))
                LOG.warn("the index is still writing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        index.close();
    }
}
