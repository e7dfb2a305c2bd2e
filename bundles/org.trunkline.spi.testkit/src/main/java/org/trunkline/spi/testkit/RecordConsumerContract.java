package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.spi.record.RecordConsumer;

/** What each {@link RecordConsumer} must do, wherever its records go. */
public abstract class RecordConsumerContract {
    /** A consumer as the node would make it, and its target. */
    protected abstract RecordConsumer consumer() throws Exception;

    /** Ids that the target of the last {@link #consumer} has now, each once, in any order. */
    protected abstract List<CallId> delivered() throws Exception;

    @Test
    public void theNameIsFitForAnOffset() throws Exception {
        var name = consumer().name();
        assertTrue(name.matches("[a-z0-9-]{1,40}"), () -> "lower case, digits and hyphens: " + name);
    }

    @Test
    public void aBatchThatReturnsIsAtTheTarget() throws Exception {
        var consumer = consumer();
        consumer.consume(SpiSamples.batch(0, List.of(SpiSamples.answered(1, Duration.ofMinutes(3)), SpiSamples.busy(2))));
        consumer.consume(SpiSamples.batch(2, List.of(SpiSamples.busy(3))));
        assertEquals(ids(1, 3), delivered().stream().sorted().toList());
    }

    @Test
    public void aBatchThatIsDeliveredAgainAddsNothing() throws Exception {
        var consumer = consumer();
        var batch = SpiSamples.batch(0, List.of(SpiSamples.answered(1, Duration.ofMinutes(3)), SpiSamples.busy(2)));
        consumer.consume(batch);
        consumer.consume(batch);
        assertEquals(ids(1, 2), delivered().stream().sorted().toList());
    }

    private static List<CallId> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(SpiSamples::id).toList();
    }
}
