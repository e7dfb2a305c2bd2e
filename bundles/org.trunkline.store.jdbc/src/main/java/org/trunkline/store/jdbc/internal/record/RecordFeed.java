package org.trunkline.store.jdbc.internal.record;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;
import org.trunkline.store.jdbc.internal.database.Database;

/**
 * Puts records into their table, some seconds behind and in large batches. How far it is stands in the table's database and
 * changes in the same transaction. <b>Threads:</b> the follower's; any may ask how far it is.
 */
public final class RecordFeed implements RecordConsumer, RecordStage {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFeed.class);

    /** What is done with the table. */
    @FunctionalInterface
    private interface Work<T> {
        T done() throws StoreException;
    }

    private final RecordTable table;
    private final InstantSource clock;
    private final Gathering gathering;
    /** Up to where the journal is in the table. */
    private long position;
    private volatile long sequence;
    private volatile Optional<Trouble> trouble = Optional.empty();

    /** @param gather how long the first record of a batch waits for more */
    public RecordFeed(Database database, InstantSource clock, Duration gather) {
        table = new RecordTable(database);
        this.clock = clock;
        gathering = new Gathering(gather, false);
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public StartAt startAt() {
        return StartAt.OLDEST;
    }

    @Override
    public Gathering gathering() {
        return gathering;
    }

    @Override
    public Optional<String> journal() throws ExtensionException {
        return tried(() -> table.last().map(last -> last.getKey()));
    }

    /** Where nothing of this journal is in the table, it is prepared for it. */
    @Override
    public Optional<Long> position(String journal) throws ExtensionException {
        var offset = tried(() -> table.offset(journal));
        if (offset.isEmpty())
            begin(journal);
        sequence = offset.map(RecordTable.Offset::sequence).orElse(0L);
        position = offset.map(RecordTable.Offset::position).orElse(0L);
        return Optional.of(position);
    }

    private void begin(String journal) throws ExtensionException {
        tried(() -> {
            table.begin(journal);
            return journal;
        });
    }

    @Override
    public void consume(RecordBatch batch) throws ExtensionException {
        if (batch.entries().getFirst().position() < position) // a journal that is shorter than it was
            begin(batch.journal());
        tried(() -> {
            table.add(batch);
            return batch;
        });
        position = batch.next();
        sequence = batch.entries().getLast().sequence();
        over();
    }

    /** Only those are put into the table again; the rows of records that went are retention's. */
    @Override
    public void replaced(ReplacedRecords change) throws ExtensionException {
        tried(() -> {
            if (!change.entries().isEmpty())
                table.replace(change.entries());
            if (change.last())
                table.rename(change.journal());
            return change;
        });
    }

    @Override
    public Optional<Duration> idle() {
        over();
        return Optional.empty();
    }

    private <T> T tried(Work<T> work) throws ExtensionException {
        try {
            return work.done();
        } catch (Throwable e) { // told here, for this knows what it means; the follower tries again
            inTrouble(e);
            throw new ExtensionException(String.valueOf(e.getMessage()), true, e);
        }
    }

    private void inTrouble(Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (trouble.isEmpty())
            LOG.error("records wait in the journal: {}", message, e instanceof StoreException ? null : e);
        trouble = Optional.of(new Trouble(message.contains("disk") && message.contains("full") ? "disk-full"
                : "store-down", trouble.map(Trouble::since).orElseGet(clock::instant),
                message + " Records wait in the journal.", List.of(message)));
    }

    private void over() {
        if (trouble.isEmpty())
            return;
        LOG.info("the store accepts records again");
        trouble = Optional.empty();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble;
    }
}
