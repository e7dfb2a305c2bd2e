package org.trunkline.spi.record;

import java.time.Duration;
import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Receives every call record, from the journal: a data warehouse, a billing system, the node's own store, index and alerts.
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
    /**
     * Names the offset among those of the plug-in, which is kept over restarts and updates and deleted with the plug-in: up to
     * 60 lower-case letters, digits and hyphens.
     */
    String name();

    /** The start position of a new consumer; asked once, before its first batch. */
    default StartAt startAt() {
        return StartAt.NOW;
    }

    /** The size and delay of batches; asked when the consumer is registered, and after each failure. */
    default Gathering gathering() {
        return Gathering.USUAL;
    }

    /**
     * The journal that the consumer's own offset belongs to, for one that keeps its offset itself. A journal takes another
     * name whenever records in it are changed; the node then calls {@link #replaced} for what was changed since this name.
     *
     * @return empty for a consumer whose offset the node keeps, and for one that has none yet
     */
    default Optional<String> journal() throws ExtensionException {
        return Optional.empty();
    }

    /**
     * The consumer's own offset, for one that keeps it together with the records. Asked at the beginning, and after each
     * failure: records that were not stored are delivered again.
     *
     * @param journal name of the journal; an offset under another name belongs to another journal
     * @return {@link RecordBatch#next} of the last batch kept, 0 where nothing of this journal was; empty to let the node
     *         keep the offset
     */
    default Optional<Long> position(String journal) throws ExtensionException {
        return Optional.empty();
    }

    /** Takes a batch, whole or not at all. */
    void consume(RecordBatch batch) throws ExtensionException;

    /**
     * Records delivered before were changed or removed: by an erasure, by pseudonyms, by retention. What was changed since
     * comes in one or more calls, in order of position; {@link ReplacedRecords#last} ends them. After a failure they come
     * again from the first. A consumer that cannot change what it wrote ignores them.
     */
    default void replaced(ReplacedRecords change) throws ExtensionException {}

    /**
     * All records there are have been delivered, for now: the time to write what is buffered. An exception counts as a
     * batch that failed.
     *
     * @return after which time to call again if nothing comes; empty for not before the next batch
     */
    default Optional<Duration> idle() throws ExtensionException {
        return Optional.empty();
    }

    /**
     * @param pause how long records may wait for others, up to a minute
     * @param atOnce whether a record that comes after a quiet time is delivered at once, and only those that follow wait:
     *        batches are {@code pause} apart then. Else each batch waits for {@code pause}, or until it is full.
     */
    record Gathering(Duration pause, boolean atOnce) {
        private static final Duration LONGEST = Duration.ofMinutes(1);
        /** At once, then once a second. */
        public static final Gathering USUAL = new Gathering(Duration.ofSeconds(1), true);

        /** @throws IllegalArgumentException if the pause is negative or longer than a minute */
        public Gathering {
            if (pause.isNegative() || pause.compareTo(LONGEST) > 0)
                throw new IllegalArgumentException("pause: " + pause);
        }
    }

    /** The start position of a consumer without an offset. */
    enum StartAt {
        /** With the oldest record kept. */
        OLDEST,
        /** With the next record. */
        NOW
    }
}
