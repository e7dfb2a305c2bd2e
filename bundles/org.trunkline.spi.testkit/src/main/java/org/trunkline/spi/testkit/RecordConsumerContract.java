package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;

/** What each {@link RecordConsumer} must do, wherever its records go. */
public abstract class RecordConsumerContract {
    private static final int BATCH = 2_000;

    /** A consumer as the node starts it; once more in a test: as after a restart. */
    protected abstract RecordConsumer consumer() throws Exception;

    /** Ids that the target of the last {@link #consumer} has now, each as often as it has it, in any order. */
    protected abstract List<CallId> delivered() throws Exception;

    private static void consume(RecordConsumer consumer, RecordBatch batch) throws Exception {
        consumer.consume(batch);
        consumer.idle();
    }

    private void assertDelivered(List<Cdr> records) throws Exception {
        assertEquals(records.stream().map(Cdr::id).sorted().toList(), delivered().stream().sorted().toList());
    }

    @Test
    public void theNameIsFitForAnOffsetAndStaysTheSame() throws Exception {
        var consumer = consumer();
        assertTrue(consumer.name().matches("[a-z0-9][a-z0-9-]{0,39}"), () -> "lower case, digits and hyphens: " + consumer.name());
        assertEquals(consumer.name(), consumer().name());
        assertFalse(consumer.gathering().pause().isNegative());
    }

    @Test
    public void whatWasAcceptedIsAtTheTarget() throws Exception {
        var consumer = consumer();
        var records = SpiSamples.records(1, BATCH + 100);
        consumer.journal();
        consumer.position("test");
        consume(consumer, SpiSamples.batch(0, records.subList(0, BATCH)));
        consume(consumer, SpiSamples.batch(BATCH, records.subList(BATCH, records.size())));
        assertDelivered(records);
    }

    /** At least once: a crash of the node delivers the last batch again, unless the consumer keeps its own offset. */
    @Test
    public void aBatchThatIsDeliveredAgainAddsNothing() throws Exception {
        var consumer = consumer();
        var batch = SpiSamples.batch(0, SpiSamples.records(1, 50));
        consumer.position("test");
        consume(consumer, batch);
        if (consumer.position("test").orElse(0L) == 0)
            consume(consumer, batch);
        var again = consumer();
        if (again.position("test").orElse(0L) == 0)
            consume(again, batch);
        assertDelivered(batch.entries().stream().map(RecordBatch.Entry::cdr).toList());
    }

    /** One that keeps its offset says where to go on, and of which journal. */
    @Test
    public void anOffsetOfItsOwnIsThatOfTheLastBatch() throws Exception {
        var consumer = consumer();
        if (consumer.position("test").isEmpty())
            return; // the node keeps it
        var batch = SpiSamples.batch(0, SpiSamples.records(1, 20));
        consume(consumer, batch);
        assertEquals(batch.next(), consumer.position("test").orElseThrow());
        assertEquals("test", consumer.journal().orElseThrow());
        consumer.replaced(new ReplacedRecords("test", "test-1", List.of(new ReplacedRecords.Stretch(0, 1)),
                batch.entries().subList(0, 1), true));
        assertEquals("test-1", consumer.journal().orElseThrow(), "the journal has another name");
        assertEquals(batch.next(), consumer.position("test-1").orElseThrow());
    }
}
