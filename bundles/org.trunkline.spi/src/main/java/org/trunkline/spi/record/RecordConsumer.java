package org.trunkline.spi.record;

import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Receives every call record, from the journal: a data warehouse, a billing system, the node's own store and index.
 *
 * <p>The node keeps the consumer's offset; a batch that was accepted is not delivered again, except after a crash of
 * the node between acceptance and the next write of the offset (once a second): at least once. A consumer that keeps an
 * offset of its own in the same transaction as the records returns it from {@link #position} and sees each record
 * exactly once. A consumer that is away catches up when it is back.
 *
 * <p><b>Shape:</b> 1 to 2,000 records, oldest first. <b>Threads:</b> one call at a time. <b>Budget:</b> 30 s.
 * <b>Errors:</b> a batch that failed is delivered again after a pause of 1 s that doubles up to 60 s; the node shows an
 * alarm meanwhile. Nothing is skipped.
 *
 * <pre>{@code
 * public final class Lines implements RecordConsumer {
 *     public String name() {
 *         return "lines";
 *     }
 *
 *     public void consume(RecordBatch batch) throws ExtensionException {
 *         for (var entry : batch.entries())
 *             out.println(entry.cdr().id() + " " + entry.cdr().cause().code());
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 30_000, outsideMillis = 30_000, concurrency = 1)
public interface RecordConsumer {
    /** Names the offset: lower case, digits and hyphens; the same over restarts and updates. */
    String name();

    /** Where a new consumer begins; asked once, before its first batch. */
    default StartAt startAt() {
        return StartAt.NOW;
    }

    /**
     * The consumer's own offset, for one that keeps it together with the records.
     *
     * @param journal name of the journal; an offset under another name belongs to another journal
     * @return {@link RecordBatch#next} of the last batch kept; empty to let the node keep the offset
     */
    default Optional<Long> position(String journal) throws ExtensionException {
        return Optional.empty();
    }

    /** Takes a batch, whole or not at all. */
    void consume(RecordBatch batch) throws ExtensionException;

    /** Where a consumer begins that has no offset yet. */
    enum StartAt {
        /** With the oldest record kept. */
        OLDEST,
        /** With the next record. */
        NOW
    }
}
