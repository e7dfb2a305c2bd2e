package org.trunkline.spi.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;

/**
 * Consecutive call records.
 *
 * @param journal names the journal that they come from
 * @param entries oldest first, at least one
 * @param next position after the last of them
 */
public record RecordBatch(String journal, List<Entry> entries, long next) {
    public RecordBatch {
        requireNonNull(journal);
        entries = List.copyOf(entries);
    }

    /**
     * One record.
     *
     * @param sequence number of the record in the order of ends, from 1
     * @param position where the record is in the journal: opaque, grows with the sequence
     * @param steps its SIP messages in compact form
     */
    public record Entry(long sequence, long position, Cdr cdr, LadderSteps steps) {
        public Entry {
            requireNonNull(cdr);
            requireNonNull(steps);
        }
    }
}
