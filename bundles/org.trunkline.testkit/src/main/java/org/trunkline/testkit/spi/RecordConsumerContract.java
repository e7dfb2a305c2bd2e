package org.trunkline.testkit.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;

/** What a {@link RecordConsumer} does, wherever it puts the records. */
public abstract class RecordConsumerContract {
    private static final String JOURNAL = "j1";

    /** A consumer as the node starts it; again for the same target: as after a restart. */
    protected abstract RecordConsumer consumer() throws Exception;

    /** Ids of the records that the target has now, each as often as it has it. */
    protected abstract List<CallId> delivered() throws Exception;

    private void consume(RecordConsumer consumer, RecordBatch batch) throws Exception {
        consumer.consume(batch);
        consumer.idle();
    }

    private static List<CallId> ids(List<Cdr> records) {
        return records.stream().map(Cdr::id).toList();
    }

    @Test
    protected void itsNameIsFitForAnOffsetAndStaysTheSame() throws Exception {
        var consumer = consumer();
        assertTrue(consumer.name().matches("[a-z0-9][a-z0-9-]{0,59}"), consumer.name());
        assertEquals(consumer.name(), consumer().name());
        assertTrue(consumer.gathering().pause().isPositive() || consumer.gathering().pause().isZero());
    }

    @Test
    protected void whatWasAcceptedIsThere() throws Exception {
        var consumer = consumer();
        var records = RecordBatches.records(1, 2_100);
        consumer.journal();
        consumer.position(JOURNAL);
        consume(consumer, RecordBatches.batch(JOURNAL, 1, records.subList(0, 2_000)));
        consume(consumer, RecordBatches.batch(JOURNAL, 2_001, records.subList(2_000, 2_100)));
        assertEquals(new HashSet<>(ids(records)), new HashSet<>(delivered()));
        assertEquals(2_100, delivered().size(), "each once");
    }

    /** At least once: a crash of the node delivers the last batch again. */
    @Test
    protected void aBatchThatComesAgainDoesNoHarm() throws Exception {
        var consumer = consumer();
        var records = RecordBatches.records(2, 50);
        consumer.position(JOURNAL);
        consume(consumer, RecordBatches.batch(JOURNAL, 1, records));
        consumer = consumer();
        var position = consumer.position(JOURNAL);
        if (position.isEmpty() || position.get() <= 10)
            consume(consumer, RecordBatches.batch(JOURNAL, 1, records));
        assertEquals(new HashSet<>(ids(records)), new HashSet<>(delivered()));
    }

    /** One that keeps its offset says where to go on, and of which journal. */
    @Test
    protected void itsOwnOffsetIsThatOfTheLastBatch() throws Exception {
        var consumer = consumer();
        if (consumer.position(JOURNAL).isEmpty())
            return; // the node keeps it
        var batch = RecordBatches.batch(JOURNAL, 1, RecordBatches.records(3, 20));
        consume(consumer, batch);
        assertEquals(batch.next(), consumer.position(JOURNAL).orElseThrow());
        assertEquals(JOURNAL, consumer.journal().orElseThrow());
        consumer.replaced(new ReplacedRecords(JOURNAL, "j1-1", List.of(new ReplacedRecords.Stretch(10, 20)),
                batch.entries().subList(0, 1), true));
        assertEquals("j1-1", consumer.journal().orElseThrow(), "the journal has another name");
        assertEquals(batch.next(), consumer.position("j1-1").orElseThrow());
    }
}
