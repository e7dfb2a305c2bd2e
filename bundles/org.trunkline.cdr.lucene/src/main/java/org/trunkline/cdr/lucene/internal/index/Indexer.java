package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.cdr.lucene.internal.columns.ColumnFiles;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.index.CdrIndex.Offset;
import org.trunkline.cdr.lucene.internal.index.CdrIndex.RefusedException;
import org.trunkline.cdr.lucene.internal.index.CdrIndex.Storage;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.thread.Listeners;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;

/**
 * Puts records into the index about twice a second, and commits now and then. While somebody looks, each batch is made
 * findable at once; else records wait in memory, and the first search makes them findable: a refresh costs as much as
 * hundreds of records. How far it is belongs to each commit. <b>Threads:</b> the follower's; any may ask how far it is.
 */
public final class Indexer implements RecordConsumer, RecordStage, AutoCloseable {
    /**
     * @param gatherMs at least between two batches
     * @param commitMs between two commits
     * @param batch at most delivered at once
     * @param most records that wait for the first search
     * @param behind who has more than so many records before him makes what is there findable now and then
     */
    public record Pace(long gatherMs, long commitMs, int batch, int most, long behind) {
        public static final Pace NORMAL = new Pace(500, 60_000, 2_000, 5_000, BEHIND);

        public Pace(long gatherMs, long commitMs, int batch, int most) {
            this(gatherMs, commitMs, batch, most, BEHIND);
        }
    }

    /** What is done with the index. */
    @FunctionalInterface
    private interface Work<T> {
        T done() throws IOException, RefusedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final long BEHIND = 50_000;
    /** Records that came since the last refresh: some 40,000 a second. */
    private static final long FLOOD = 20_000;
    /** A rebuild shows its first results soon, then does not stop to show each handful. */
    private static final long REFRESH_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long COMMIT_BEHIND_MS = 20_000;
    private static final long IDLE_MS = 60_000;
    private static final long CLOSE_MS = 4_000;
    /** Of the memory, what the columns of all segments may take: those of ten million records, of what a node has. */
    private static final double COLUMNS_SHARE = 0.4;
    /** Batches that may wait for a listener: of minutes. */
    private static final int WAITING = 500;

    private final Path folder;
    private final Storage storage;
    private final RecordLog log;
    private final Pace pace;
    private final RecordWriting writing = new RecordWriting();
    private final Listeners<List<CdrRow>> watchers = new Listeners<>("new records", WAITING);
    private final Columns columns;
    private final Supplier<List<AttributeAbout>> attributes;
    private final IndexGenerations searched;
    private final IndexTrouble trouble;
    /** Between the follower and {@link #close}. */
    private final ReentrantLock lock = new ReentrantLock();
    private List<CdrRow> fresh = new ArrayList<>();
    private Optional<ChangedRecords> changing = Optional.empty();
    private Offset at;
    private long refreshed = System.nanoTime();
    private long committed = System.nanoTime();
    /** What is written is closed, and must be opened again. */
    private boolean stopped;
    private boolean closed;

    /** @throws RefusedException if the index is of a newer version, or open elsewhere */
    public Indexer(Path folder, RecordLog log, InstantSource clock, Pace pace, Supplier<List<AttributeAbout>> attributes)
            throws IOException, RefusedException {
        this(folder, Storage.DISK, log, clock, pace, attributes);
    }

    /** @param attributes fields that plug-ins add, those there are now */
    public Indexer(Path folder, Storage storage, RecordLog log, InstantSource clock, Pace pace,
            Supplier<List<AttributeAbout>> attributes) throws IOException, RefusedException {
        this.attributes = attributes;
        this.folder = folder;
        this.storage = storage;
        columns = new Columns((long) (Runtime.getRuntime().maxMemory() * COLUMNS_SHARE),
                Optional.of(new ColumnFiles(CdrIndex.columnsOf(folder))));
        this.log = log;
        trouble = new IndexTrouble(clock);
        this.pace = pace;
        searched = new IndexGenerations(CdrIndex.open(folder, storage, log, columns), log);
        at = index().committed();
    }

    @Override
    public Gathering gathering() {
        return new Gathering(Duration.ofMillis(pace.gatherMs()), true);
    }

    @Override
    public StartAt startAt() {
        return StartAt.OLDEST;
    }

    @Override
    public Optional<String> journal() throws ExtensionException {
        return Optional.of(tried(() -> {
            opened();
            return at.journal();
        }));
    }

    /** Where it is not of this journal, it is made again. */
    @Override
    public Optional<Long> position(String journal) throws ExtensionException {
        return Optional.of(tried(() -> {
            opened();
            if (!at.journal().equals(journal))
                beginAgain();
            return at.position();
        }));
    }

    /** What was committed stays; the rest is read again, for a part of a batch may be in. */
    private void opened() throws IOException, RefusedException {
        changing = Optional.empty();
        if (stopped)
            open();
    }

    private void open() throws IOException, RefusedException {
        searched.opened(CdrIndex.open(folder, storage, log, columns));
        stopped = false;
        at = index().committed();
        fresh = new ArrayList<>();
    }

    private void beginAgain() throws IOException, RefusedException {
        LOG.info("the journal was rewritten: the index in {} is rebuilt from it", folder);
        searched.end();
        stopped = true;
        open();
    }

    @Override
    public void replaced(ReplacedRecords change) throws ExtensionException {
        tried(() -> {
            var changed = changing.orElseGet(() -> new ChangedRecords(index(), writing.documents()));
            changing = Optional.of(changed);
            changed.replace(change.stretches(), change.entries());
            if (change.last()) {
                long again = changed.end();
                changing = Optional.empty();
                at = new Offset(change.journal(), at.position(), at.sequence());
                commit();
                LOG.info("records were changed in the journal: {} are re-indexed", again);
            }
            return change;
        });
    }

    /** Whatever goes wrong, what is written is closed until it is opened again. */
    private <T> T tried(Work<T> work) throws ExtensionException {
        lock.lock();
        try {
            if (closed)
                throw new ExtensionException("The index is closed", false);
            return work.done();
        } catch (IOException | RefusedException | RuntimeException | Error e) {
            if (!stopped) {
                trouble.stopped(e);
                searched.stop();
            }
            stopped = true;
            throw new ExtensionException(String.valueOf(e.getMessage()), true, e);
        } finally {
            lock.unlock();
        }
    }

    /** The one that is written; closed while it is mended. */
    public CdrIndex index() {
        return searched.written();
    }

    public IndexGenerations searched() {
        return searched;
    }

    @Override
    public void consume(RecordBatch batch) throws ExtensionException {
        tried(() -> {
            add(batch);
            boolean behind = log.lastSequence() - at.sequence() > pace.behind();
            if (behind)
                trouble.making(at.sequence(), log.lastSequence(), searched.isOld());
            if (batch.entries().size() < pace.batch() || behind || isDue()) // else a steady flood is not shown until it ebbs
                show(behind);
            commitIfDue(behind);
            index().settle();
            return batch;
        });
    }

    @Override
    public Optional<Duration> idle() throws ExtensionException {
        return tried(() -> {
            show(false);
            commitIfDue(false);
            long next = index().settle() ? IDLE_MS : CdrIndex.SETTLE_MS;
            if (isCommitted())
                return Optional.of(Duration.ofMillis(next));
            long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committed);
            return Optional.of(Duration.ofMillis(Math.clamp(pace.commitMs() - since, 1, next)));
        });
    }

    /** Where very many come, larger segments at once: each refresh makes one more, to be merged over and over. */
    private boolean isDue() {
        long since = System.nanoTime() - refreshed;
        return since > (at.sequence() - searched.seen() > FLOOD ? REFRESH_BEHIND_NANOS
                : TimeUnit.MILLISECONDS.toNanos(pace.gatherMs()));
    }

    private void add(RecordBatch batch) throws IOException {
        writing.add(index(), batch.entries(), pace.batch());
        if (!watchers.isEmpty())
            batch.entries().forEach(entry -> fresh.add(CdrRow.of(entry.cdr())));
        at = new Offset(batch.journal(), batch.next(), batch.entries().getLast().sequence());
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

    private void tell() {
        if (fresh.isEmpty())
            return;
        watchers.tell(List.copyOf(fresh));
        fresh = new ArrayList<>();
    }

    /** After trouble at once: only then it is over. */
    private void commitIfDue(boolean behind) throws IOException {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committed);
        long every = behind ? COMMIT_BEHIND_MS : trouble.now().isPresent() ? 0 : pace.commitMs();
        if (!isCommitted() && since >= every)
            commit();
        if (!behind && trouble.now().isPresent() && isCommitted())
            trouble.over();
    }

    private boolean isCommitted() {
        return at.equals(index().committed());
    }

    private void commit() throws IOException {
        index().commit(at);
        committed = System.nanoTime();
    }

    /** Fields that plug-ins add, those there are now. */
    public Supplier<List<AttributeAbout>> attributes() {
        return attributes;
    }

    public Columns columns() {
        return columns;
    }

    public Watch watch(Consumer<List<CdrRow>> listener) {
        return watchers.add(listener)::close;
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

    /** Commits what is not. */
    @Override
    public void close() {
        boolean mine = isMine();
        if (!mine)
            LOG.warn("the index is still writing");
        try {
            if (mine && !stopped && !isCommitted())
                commit();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the index was not committed at the end, and catches up at the next start: {}", e.toString());
        } finally {
            closed = true;
            if (mine)
                lock.unlock();
        }
        writing.close();
        searched.close();
    }

    private boolean isMine() {
        try {
            return lock.tryLock(CLOSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
