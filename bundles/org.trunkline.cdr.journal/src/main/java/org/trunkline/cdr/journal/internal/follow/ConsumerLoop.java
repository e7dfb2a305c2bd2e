package org.trunkline.cdr.journal.internal.follow;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.follow.ConsumerOffsets.Offset;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.thread.SupervisedThread;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.RecordConsumer.Gathering;
import org.trunkline.spi.record.RecordConsumer.StartAt;

/**
 * Follows the journal for one consumer, on a thread of its own: batches oldest first, each until it is accepted. What is
 * left at the end is delivered before it closes, or at the next start.
 */
final class ConsumerLoop implements RecordStage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);

    private final RecordConsumer consumer;
    private final ConsumerKey key;
    private final RecordLog log;
    private final ConsumerOffsets offsets;
    private final FollowerLimits limits;
    private final ConsumerTrouble trouble;
    private final NewRecords arriving;
    private final RecordLog.Subscription subscription;
    private final SupervisedThread thread;
    private volatile long sequence;
    private boolean givenUp;
    /** Where the node keeps the offset: of the last batch accepted, and as it is on the disk. */
    private Optional<Offset> reached = Optional.empty();
    private Optional<Offset> kept = Optional.empty();
    private long keptAt = System.nanoTime();
    private long deliveredAt = System.nanoTime() - TimeUnit.MINUTES.toNanos(1);
    private Gathering gathering = Gathering.USUAL;

    ConsumerLoop(ConsumerKey key, RecordConsumer consumer, RecordLog log, ConsumerOffsets offsets, InstantSource clock, FollowerLimits limits) {
        this.consumer = consumer;
        this.key = key;
        this.log = log;
        this.offsets = offsets;
        this.limits = limits;
        trouble = new ConsumerTrouble(key.toString(), clock);
        arriving = new NewRecords(log, limits.batch());
        thread = new SupervisedThread("cdr-" + key, this::run);
        subscription = log.onAppended(arriving::appended);
        thread.start();
    }

    private void run() throws InterruptedException {
        var pause = limits.retry();
        while (!arriving.isClosed()) {
            long before = sequence;
            try {
                gathering = consumer.gathering();
                follow(log.id());
            } catch (Throwable e) { // the top of this loop: a consumer may be anybody's
                if (arriving.isClosed())
                    break;
                trouble.failed(e);
                pause = sequence > before ? limits.retry() : pause;
                arriving.pause(pause.toNanos(), Long.MAX_VALUE);
                pause = shorter(pause.multipliedBy(2), limits.longestRetry());
            }
        }
        keepNow();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Returns when closing, or when the journal has another name: its records were changed. */
    private void follow(String id) throws IOException, ExtensionException, InterruptedException {
        try (var cursor = log.from(begin(id));
                var records = new ReadAhead(log, cursor, limits.batch(), "cdr-" + key + "-read")) {
            for (;;) {
                boolean last = arriving.isClosed();
                if (!log.id().equals(id))
                    return;
                deliver(id, records);
                if (last)
                    return;
                var again = consumer.idle();
                over();
                keepIfDue();
                await(id, again);
            }
        }
    }

    /** @return where to read on */
    private long begin(String id) throws IOException, ExtensionException {
        var own = consumer.journal().filter(before -> !before.equals(id));
        if (own.isPresent())
            changed(own.get(), id, consumer.position(own.get()).orElse(0L));
        var position = consumer.position(id);
        if (position.isPresent()) {
            reached = Optional.empty();
            kept = reached;
            return within(position.get());
        }
        var known = reached.isPresent() ? reached : offsets.read(key);
        if (known.isEmpty())
            return keep(new Offset(id, consumer.startAt() == StartAt.NOW ? log.end() : log.first(), sequenceAtStart()));
        var offset = known.get();
        sequence = offset.sequence();
        if (!offset.journal().equals(id))
            offset = new Offset(id, changed(offset.journal(), id, offset.position()) ? offset.position() : log.first(),
                    offset.sequence());
        return keep(new Offset(id, within(offset.position()), offset.sequence()));
    }

    private long sequenceAtStart() {
        return consumer.startAt() == StartAt.NOW ? log.lastSequence() : 0;
    }

    private long within(long position) {
        return position > log.end() ? log.first() : Math.max(position, log.first());
    }

    /** @return whether it is known what was changed */
    private boolean changed(String before, String id, long delivered) throws IOException, ExtensionException {
        var where = log.changedSince(before);
        if (where.isEmpty()) {
            LOG.info("{} knows another journal, so it gets all records of this one", key);
            return false;
        }
        new ChangedStretches(log, consumer, before, id).tell(where.get(), delivered);
        return true;
    }

    private long keep(Offset offset) throws IOException {
        reached = Optional.of(offset);
        writeOffset();
        sequence = offset.sequence();
        return offset.position();
    }

    private void deliver(String id, ReadAhead records) throws IOException, ExtensionException, InterruptedException {
        int count;
        long until = System.nanoTime() + limits.close().toNanos();
        do {
            var batch = records.next();
            count = batch.entries().size();
            if (count == limits.batch())
                records.begin();
            if (count > 0)
                consume(id, batch.entries());
            arriving.seen(Math.max(batch.last(), sequence));
        } while (count == limits.batch() && log.id().equals(id) && !(arriving.isClosed() && System.nanoTime() > until));
    }

    private void consume(String id, List<RecordLog.Entry> entries) throws IOException, ExtensionException {
        var last = entries.getLast();
        deliveredAt = System.nanoTime();
        consumer.consume(new RecordBatch(id, entries.stream().map(ChangedStretches::entry).toList(), last.next()));
        sequence = last.sequence();
        over();
        if (reached.isEmpty())
            return;
        reached = Optional.of(new Offset(id, last.next(), last.sequence()));
        keepIfDue();
    }

    private void over() {
        trouble.over();
    }

    private void keepIfDue() throws IOException {
        if (!reached.equals(kept) && System.nanoTime() - keptAt >= limits.keep().toNanos())
            writeOffset();
    }

    private synchronized void writeOffset() throws IOException {
        if (reached.isEmpty() || givenUp)
            return;
        offsets.write(key, reached.get());
        kept = reached;
        keptAt = System.nanoTime();
    }

    private void keepNow() {
        try {
            if (!reached.equals(kept))
                writeOffset();
        } catch (IOException e) {
            LOG.warn("the offset of {} cannot be written; it gets the last records again: {}", key, e.toString());
        }
    }

    /** Waits for a record, and then for more; or until the consumer, or its offset, has something to do. */
    private void await(String id, Optional<Duration> again) throws IOException, ExtensionException, InterruptedException {
        long idleAt = again.map(it -> System.nanoTime() + it.toNanos()).orElse(Long.MAX_VALUE);
        while (!arriving.isClosed() && arriving.missing() == 0 && log.id().equals(id)) {
            long now = System.nanoTime();
            if (again.isPresent() && now >= idleAt)
                return;
            long keeping = reached.equals(kept) ? Long.MAX_VALUE : Math.max(1, limits.keep().toNanos() - (now - keptAt));
            arriving.awaitSome(Math.min(again.isPresent() ? idleAt - now : Long.MAX_VALUE, keeping), id);
            keepIfDue();
        }
        if (arriving.missing() > 0 && log.id().equals(id))
            gather();
    }

    private void gather() throws InterruptedException {
        long pause = gathering.pause().toNanos();
        if (gathering.atOnce())
            arriving.pause(pause - (System.nanoTime() - deliveredAt), Long.MAX_VALUE);
        else
            arriving.pause(pause, limits.batch());
    }

    @Override
    public String name() {
        return key.toString();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble.now();
    }

    @Override
    public void close() {
        subscription.close();
        arriving.close();
        thread.stopRestarting();
        if (!thread.awaitEnd(limits.close()))
            giveUp();
    }

    /** From now on the offset is its successor's, or nobody's. */
    private synchronized void giveUp() {
        givenUp = true;
        LOG.warn("{} is still processing its last records; it gets them again", key);
    }
}
