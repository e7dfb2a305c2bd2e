package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.cdr.lucene.internal.CdrIndex.Offset;
import org.trunkline.cdr.lucene.internal.CdrIndex.RefusedException;
import org.trunkline.cdr.lucene.internal.CdrIndex.Storage;
import org.trunkline.engine.port.RecordLog;
import org.trunkline.engine.port.RecordStage;

/**
 * Follows the journal: takes what is new about twice a second, and commits now and then. While somebody looks, each
 * batch is made findable at once; else records wait in memory, and the first search makes them findable: a refresh
 * costs as much as hundreds of records. One thread of its own.
 */
final class Indexer implements RecordStage, AutoCloseable {
    /**
     * @param gatherMs at least between two batches
     * @param commitMs between two commits
     * @param batch at most read at once
     * @param most records that wait for the first search
     * @param behind who has more than so many records before him makes what is there findable now and then
     */
    record Pace(long gatherMs, long commitMs, int batch, int most, long retryMs, long behind) {
        static final Pace NORMAL = new Pace(500, 60_000, 2_000, 5_000, 2_000);

        Pace(long gatherMs, long commitMs, int batch, int most, long retryMs) {
            this(gatherMs, commitMs, batch, most, retryMs, BEHIND);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final long BEHIND = 50_000;
    /** Records that came since the last refresh: some 40,000 a second. */
    private static final long FLOOD = 20_000;
    /** A rebuild shows its first results soon, then does not stop to show each handful. */
    private static final long REFRESH_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long COMMIT_BEHIND_MS = 20_000;
    private static final long CLOSE_MS = 4_000;
    /** Of the memory, what the columns of all segments may take: those of ten million records, of what a node has. */
    private static final double COLUMNS_SHARE = 0.4;

    private final Path folder;
    private final Storage storage;
    private final RecordLog log;
    private final Pace pace;
    private final RecordWriting writing = new RecordWriting();
    private final Semaphore appended = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Consumer<List<CdrRow>>> watchers = new CopyOnWriteArrayList<>();
    private final Columns columns;
    private final StandingSearches standing;
    private final RecordLog.Subscription subscription;
    private final Thread thread;
    private List<CdrRow> fresh = new ArrayList<>();
    private Offset at;
    private long refreshed = System.nanoTime();
    private long committed = System.nanoTime();
    private final Searched searched;
    private volatile boolean closing;
    private final IndexTrouble trouble;

    /** @throws RefusedException if the index is of a newer version, or open elsewhere */
    Indexer(Path folder, RecordLog log, InstantSource clock, ZoneId zone, Pace pace) throws IOException, RefusedException {
        this(folder, Storage.DISK, log, clock, zone, pace);
    }

    Indexer(Path folder, Storage storage, RecordLog log, InstantSource clock, ZoneId zone, Pace pace)
            throws IOException, RefusedException {
        this.folder = folder;
        this.storage = storage;
        columns = new Columns((long) (Runtime.getRuntime().maxMemory() * COLUMNS_SHARE),
                Optional.of(new ColumnFiles(CdrIndex.columnsOf(folder))));
        this.log = log;
        trouble = new IndexTrouble(clock);
        this.pace = pace;
        searched = new Searched(CdrIndex.open(folder, storage, log, columns), log);
        at = index().committed();
        standing = new StandingSearches(clock, zone, log::lastSequence);
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
                trouble.stopped(e);
                searched.stop();
                awaitRetry();
                reopen();
            }
        }
        try {
            if (!at.equals(index().committed()))
                index().commit(at);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the index was not committed at the end, and catches up at the next start: {}", e.toString());
        }
    }

    /** What was committed stays; the rest is read again, for a part of a batch may be in. */
    private boolean reopen() {
        if (closing)
            return true;
        try {
            searched.opened(CdrIndex.open(folder, storage, log, columns));
            at = index().committed();
            fresh = new ArrayList<>();
            standing.forget();
            return true;
        } catch (IOException | RefusedException | RuntimeException e) {
            LOG.debug("the index does not open yet: {}", e.toString());
            return false;
        }
    }

    /** Records of the journal were changed: they are in the index, too, or all of it is made again. */
    private void takeOver(String id) throws IOException {
        var where = log.changedSince(at.journal());
        if (where.isEmpty()) {
            LOG.info("the journal was written anew: the index in {} is made from it", folder);
            searched.end();
            if (!reopen())
                throw new IOException("it cannot be opened again");
            standing.begin();
            return;
        }
        long again = new ChangedRecords(log, index(), writing.documents()).takeOver(where.get(), at.position());
        at = new Offset(id, at.position(), at.sequence());
        index().commit(at);
        LOG.info("records were changed in the journal: {} are indexed anew", again);
    }

    /** The one that is written; closed while it is mended. */
    CdrIndex index() {
        return searched.written();
    }

    Searched searched() {
        return searched;
    }

    private void follow() throws IOException {
        String id = log.id();
        if (!at.journal().equals(id)) {
            takeOver(id);
            return;
        }
        try (var cursor = log.from(at.position())) {
            while (!closing && log.id().equals(id)) {
                appended.drainPermits();
                long begun = System.nanoTime();
                var entries = cursor.next(pace.batch());
                add(entries);
                boolean behind = log.lastSequence() - at.sequence() > pace.behind();
                if (behind)
                    trouble.making(at.sequence(), log.lastSequence(), searched.isOld());
                boolean all = entries.size() < pace.batch();
                if (all || behind || isDue()) // else a steady flood is not shown until it ebbs
                    show(behind);
                commitIfDue(behind);
                boolean settled = index().settle();
                if (all)
                    awaitMore(begun, settled ? 60_000 : CdrIndex.SETTLE_MS);
            }
        }
    }

    /** Where very many come, larger segments at once: each refresh makes one more, to be merged over and over. */
    private boolean isDue() {
        long since = System.nanoTime() - refreshed;
        return since > (at.sequence() - searched.seen() > FLOOD ? REFRESH_BEHIND_NANOS
                : TimeUnit.MILLISECONDS.toNanos(pace.gatherMs()));
    }

    private void add(List<RecordLog.Entry> entries) throws IOException {
        writing.add(index(), entries, pace.batch());
        for (var entry : entries) {
            at = new Offset(at.journal(), entry.next(), entry.sequence());
            standing.offer(entry);
            if (!watchers.isEmpty())
                fresh.add(CdrRow.of(entry.cdr()));
        }
    }

    /** Makes what was indexed findable: now, or once somebody searches. */
    private void show(boolean behind) throws IOException {
        long waiting = at.sequence() - searched.seen();
        if (waiting == 0)
            return;
        long now = System.nanoTime();
        boolean looking = !watchers.isEmpty() || searched.isLooking();
        if (behind ? now - refreshed > REFRESH_BEHIND_NANOS : looking || waiting > pace.most()) {
            searched.refresh(at.sequence());
            searched.letGo();
            refreshed = now;
        }
        if (behind && searched.seen() < at.sequence())
            return;
        searched.promise(at.sequence());
        tell();
    }

    /** Sleeps until there are records, and some more have gathered; or until it is time to commit. */
    private void awaitMore(long begun, long idleMs) {
        long gather = pace.gatherMs() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        try {
            if (gather > 0 && closed.await(gather, TimeUnit.MILLISECONDS))
                return;
            long idle = at.equals(index().committed()) ? idleMs : Math.min(idleMs, pace.commitMs());
            appended.tryAcquire(Math.max(1, idle), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true; // nobody interrupts this thread but the end of the process
        }
    }

    private void tell() {
        standing.tell();
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

    /** After trouble at once: only then it is over. */
    private void commitIfDue(boolean behind) throws IOException {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committed);
        long every = behind ? COMMIT_BEHIND_MS : trouble.now().isPresent() ? 0 : pace.commitMs();
        if (!at.equals(index().committed()) && since >= every) {
            index().commit(at);
            committed = System.nanoTime();
        }
        if (!behind && trouble.now().isPresent() && at.equals(index().committed()))
            trouble.over();
    }

    private void awaitRetry() {
        try {
            closed.await(pace.retryMs(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true; // as above
        }
    }

    Columns columns() {
        return columns;
    }

    StandingSearches standing() {
        return standing;
    }

    Watch watch(Consumer<List<CdrRow>> listener) {
        watchers.add(listener);
        return () -> watchers.remove(listener);
    }

    @Override
    public String name() {
        return "index";
    }

    /** Of the last record that a search finds. */
    @Override
    public long sequence() {
        return searched.promised();
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble.now();
    }

    @Override
    public void close() {
        closing = true;
        closed.countDown();
        subscription.close();
        appended.release();
        try {
            if (!thread.join(Duration.ofMillis(CLOSE_MS)))
                LOG.warn("the index is still writing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writing.close();
        searched.close();
    }
}
