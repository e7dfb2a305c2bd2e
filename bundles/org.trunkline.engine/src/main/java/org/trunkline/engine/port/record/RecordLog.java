package org.trunkline.engine.port.record;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderSteps;

/**
 * Reads the durable journal of finished calls. Each consumer keeps its own offset, {@link Entry#next} with
 * {@link #id}, in the same transaction as what it made of the records, and so sees each record exactly once.
 *
 * <p><b>Shape:</b> positions are opaque, above 0, and grow with time, also across restarts; sequence numbers count
 * records from 1. Only acknowledged records are seen. <b>Threads:</b> any.
 */
public interface RecordLog {
    /**
     * Names this journal. An offset kept under another id belongs to another journal, or to this one before records were
     * changed: see {@link #changedSince}.
     */
    String id();

    /**
     * Where records were changed, or went, since this journal had another name; those elsewhere are as they were, at the
     * same positions. In order. Empty where that is not known: begin at {@link #first} then.
     */
    default Optional<List<Stretch>> changedSince(String id) {
        return Optional.empty();
    }

    /** Positions from one to before another. */
    record Stretch(long from, long to) {
        public Stretch {
            if (from > to)
                throw new IllegalArgumentException(from + " to " + to);
        }
    }

    /** Position of the oldest record kept. */
    long first();

    /** Position after the last acknowledged record. */
    long end();

    /** Sequence number of the last acknowledged record, which is how many there ever were; 0 for none. */
    long lastSequence();

    /** Reads on from a position: {@link #first}, {@link #end} or an {@link Entry#next}. */
    Cursor from(long position);

    /** One thread at a time. */
    interface Cursor extends AutoCloseable {
        /**
         * The next records, oldest first; empty where the end is reached, for now. What is damaged is left out, and
         * reported once.
         *
         * @param max 1 to 10,000
         */
        List<Entry> next(int max) throws IOException;

        @Override
        void close();
    }

    /**
     * @param position where the record is, for {@link #read}
     * @param next where to go on
     * @param ladder where its SIP messages are, for {@link #ladder}
     * @param steps what they say, in a few bytes; none where they are not known
     */
    record Entry(long sequence, long position, long next, Cdr cdr, OptionalLong ladder, LadderSteps steps) {
        public Entry {
            requireNonNull(cdr);
            requireNonNull(ladder);
            requireNonNull(steps);
        }

        public Entry(long sequence, long position, long next, Cdr cdr, OptionalLong ladder) {
            this(sequence, position, next, cdr, ladder, LadderSteps.NONE);
        }
    }

    /** The record at an {@link Entry#position}; empty where it is damaged or no longer kept. */
    Optional<Entry> read(long position) throws IOException;

    /** The SIP messages at an {@link Entry#ladder}; empty where they are damaged or no longer kept. */
    Optional<Ladder> ladder(long position) throws IOException;

    /** Told after each commit, on the writer's thread: only wake another. */
    Subscription onAppended(Runnable listener);

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
