package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.codec.CdrCodec;
import org.trunkline.cdr.journal.internal.codec.PackedLadders;
import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.cdr.journal.internal.segment.Frame;
import org.trunkline.cdr.journal.internal.segment.FrameReader;
import org.trunkline.cdr.journal.internal.segment.JournalDamage;
import org.trunkline.cdr.journal.internal.segment.JournalException;
import org.trunkline.cdr.journal.internal.segment.LadderStore;
import org.trunkline.cdr.journal.internal.segment.SegmentFolder;
import org.trunkline.cdr.journal.internal.segment.SegmentHeader;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.config.Tariff;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.thread.SupervisedThread;

/**
 * The truth of records: an append-only journal in {@code journal} and {@code ladders} of the data folder. What it has
 * acknowledged survives the death of the process, and of the machine. One thread writes what is handed in at once, which
 * outlives the process; another forces it to the disk, many records at a time, and only then they are acknowledged.
 */
public final class CdrJournal implements CdrSink, RecordLog, RecordStage, AutoCloseable {

    /**
     * Bounds and times; tests make them small.
     *
     * @param gatherNanos between two writes: what comes when nothing was written for so long is written at once
     * @param forceNanos between two forces
     */
    public record Limits(long segmentBytes, int queueItems, long queueBytes, long gatherNanos, long forceNanos,
            long retryNanos) {
        public static Limits ofSegments(int megabytes) {
            return new Limits((long) Math.clamp(megabytes, 1, 1024) << 20, 20_000, 64L << 20,
                    TimeUnit.MILLISECONDS.toNanos(5), TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(CdrJournal.class);
    private static final int BATCH_ITEMS = 2_000;
    private static final long BATCH_BYTES = 16L << 20;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long an answer may wait for the end of some call to be written with it. */
    private static final long COMPANY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long CLOSE_WAIT_MS = 4_000;
    private static final long ROLL_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int FIRST_READ = 1 << 10;

    private final SegmentFolder folder;
    private final LadderStore ladders;
    private final JournalWriter writer;
    private final JournalSync sync;
    private final JournalTrouble trouble;
    private final JournalDamage damage;
    private final JournalCare care;
    private final RecordQueue queue;
    private final PackedLadders packed = new PackedLadders();
    private final Limits limits;
    private final SupervisedThread thread;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private long rollAgain = System.nanoTime();
    private boolean busy;
    private volatile boolean rollAsked;

    /** @throws JournalException if it cannot be opened */
    public CdrJournal(Path dataDir, Limits limits, InstantSource clock, AppendFile.Opener opener) {
        this.limits = limits;
        try {
            folder = new SegmentFolder(dataDir.resolve("journal"), ".journal", "TLJRNL1\n", opener);
            damage = new JournalDamage(folder, clock);
            ladders = new LadderStore(dataDir.resolve("ladders"), 4 * limits.segmentBytes(), opener);
            care = new JournalCare(this, folder, ladders, dataDir.resolve("journal"), clock);
            writer = new JournalWriter(folder, ladders, clock, limits.segmentBytes(), damage::found);
        } catch (IOException e) {
            throw new JournalException("journal-unwritable", "The journal in %s cannot be opened: %s. "
                    .formatted(dataDir, e) + "Check the folder's rights and its free space.", e);
        }
        queue = new RecordQueue(limits.queueItems(), limits.queueBytes());
        trouble = new JournalTrouble(dataDir.resolve("journal"), clock);
        sync = new JournalSync(writer, trouble, limits.forceNanos(), this::acknowledged, queue::wake);
        sync.start();
        thread = SupervisedThread.start("cdr-journal", this::write);
    }

    @Override
    public void answered(Cdr soFar, Optional<Tariff> prices) {
        if (!queue.put(RecordQueue.open(soFar, prices)))
            refused(soFar);
    }

    @Override
    public void ended(Cdr cdr, Ladder ladder) {
        if (!queue.put(RecordQueue.ended(cdr, ladder)))
            refused(cdr);
    }

    private void refused(Cdr cdr) {
        LOG.debug("call {}: the record is refused because the queue of the journal is full", cdr.id());
        if (!refusing)
            LOG.error("records are lost: the journal is closed, or its queue has been full for too long");
        refusing = true;
    }

    @Override
    public Supplier<List<LadderEntry>> pack(Ladder soFar) {
        return packed.pack(soFar);
    }

    @Override
    public boolean accepting() {
        return queue.hasRoom();
    }

    private void write() {
        try {
            boolean more;
            do {
                more = step();
            } while (more);
            sync.stop();
        } catch (InterruptedException e) {
            LOG.warn("the journal's thread was interrupted; it stops");
        }
        writer.close(); // not after a defect: then it is run again
    }

    /** @return false when all is done */
    private boolean step() throws InterruptedException {
        long begun = System.nanoTime();
        boolean closed = queue.isClosed();
        if (sync.hasFailed())
            return goBack() && !closed;
        var items = queue.take(BATCH_ITEMS, BATCH_BYTES, busy ? COMPANY_NANOS : IDLE_NANOS, busy);
        busy = !items.isEmpty();
        if (items.isEmpty() && closed) {
            if (sync.isAllDurable())
                return false;
            LockSupport.parkNanos(this, limits.gatherNanos());
            return true;
        }
        try {
            writer.write(items);
            trouble.wrote();
        } catch (IOException | RuntimeException | Error e) { // whatever it is, the records wait and somebody is told
            trouble.cannotWrite(e);
            queue.giveBack(items.size());
            queue.pause(limits.retryNanos());
            return !closed;
        }
        sync.wake();
        rollIfFull();
        if (!items.isEmpty() && items.size() < BATCH_ITEMS)
            queue.pause(limits.gatherNanos() - (System.nanoTime() - begun));
        return true;
    }

    private boolean goBack() throws InterruptedException {
        queue.pause(limits.retryNanos());
        try {
            writer.rewind(sync.durable());
        } catch (IOException e) {
            trouble.cannotWrite(e);
            return true;
        }
        queue.giveBackAll();
        sync.rewound();
        return true;
    }

    /** Where it fails, the segment grows, and it is tried again a little later. */
    private void rollIfFull() {
        long now = System.nanoTime();
        if (now - rollAgain < 0)
            return;
        try {
            if (rollAsked)
                writer.endSegments();
            rollAsked = false;
            writer.rollIfFull();
        } catch (IOException e) {
            trouble.cannotWrite(e);
            rollAgain = now + limits.retryNanos();
        }
    }

    private void acknowledged(JournalWriter.Mark before, JournalWriter.Mark now) {
        queue.done(now.items() - before.items());
        if (now.sequence() != before.sequence())
            listeners.forEach(Runnable::run);
    }

    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(Duration.ofMillis(CLOSE_WAIT_MS)) || queue.size() > 0)
                LOG.error("{} records could not be written before the end", queue.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folder.close();
    }

    @Override
    public String id() {
        return writer.id() + care.suffix();
    }

    @Override
    public Optional<List<Stretch>> changedSince(String id) {
        return care.changedSince(id, writer.id());
    }

    /** Retention and erasure. */
    JournalCare care() {
        return care;
    }

    /** Returns once all that is written so far is in segments that grow no more. */
    void rollNow() throws IOException {
        long base = folder.lastBase();
        long until = System.nanoTime() + ROLL_WAIT_NANOS;
        rollAsked = true;
        while (folder.lastBase() == base || !sync.isAllDurable()) {
            queue.wake();
            LockSupport.parkNanos(this, limits.gatherNanos() + 1_000_000);
            if (System.nanoTime() > until)
                throw new IOException("the journal could not start a new segment; " + trouble().map(Trouble::message).orElse(""));
        }
    }

    /** Those who follow the journal are to look again. */
    void tell() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public long first() {
        return folder.firstBase() + SegmentHeader.SIZE;
    }

    @Override
    public long end() {
        return sync.durable().end();
    }

    @Override
    public long lastSequence() {
        return sync.durable().sequence();
    }

    @Override
    public Cursor from(long position) {
        var reader = new FrameReader(folder, Math.max(position, first()), this::end, damage::found);
        return new Cursor() {
            @Override
            public List<Entry> next(int max) throws IOException {
                var entries = new ArrayList<Entry>();
                while (entries.size() < max) {
                    var found = reader.next();
                    if (found.isEmpty())
                        break;
                    entry(found.get()).ifPresent(entries::add);
                }
                return entries;
            }

            @Override
            public void close() {
                // holds nothing of its own
            }
        };
    }

    private Optional<Entry> entry(FrameReader.Found found) throws IOException {
        if (!found.frame().type().isRecord())
            return Optional.empty();
        try {
            var payload = found.payload(folder.wordsAt(found.position()));
            long ladder = payload.number();
            var cdr = CdrCodec.read(payload);
            var steps = payload.isAtEnd() ? LadderSteps.NONE : LadderSteps.ofBytes(payload.raw(payload.count()));
            return Optional.of(new Entry(found.frame().sequence(), found.position(), found.next(), cdr,
                    ladder == 0 ? OptionalLong.empty() : OptionalLong.of(ladder), steps));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            damage.found(found.position(), found.next());
            LOG.debug("at {}: {}", found.position(), e.toString());
            return Optional.empty();
        }
    }

    @Override
    public Optional<Entry> read(long position) throws IOException {
        if (position < first() || position >= end())
            return Optional.empty();
        byte[] bytes = folder.read(position, FIRST_READ);
        int needed = Frame.needed(bytes, 0);
        byte[] whole = needed > bytes.length ? folder.read(position, needed) : bytes;
        var frame = Frame.at(whole, 0);
        if (frame.isEmpty() && whole.length > 0)
            damage.found(position, position + whole.length);
        return frame.isEmpty() ? Optional.empty() : entry(new FrameReader.Found(frame.get(), whole, position));
    }

    @Override
    public Optional<Ladder> ladder(long position) throws IOException {
        return ladders.read(position);
    }

    @Override
    public Subscription onAppended(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public long sequence() {
        return lastSequence();
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble.now().or(damage::trouble);
    }
}
