package org.trunkline.spi.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Replacements of records that were delivered before.
 *
 * @param before name that the journal had before the change
 * @param journal name that it has now; an offset of the consumer's own takes this name with the {@code last} call
 * @param stretches up to 1,000, in order: positions whose records at the consumer are out of date
 * @param entries up to 1,000, in order: the current records of these positions; a record that is missing here was removed
 * @param last whether this is the last call of the change
 */
public record ReplacedRecords(String before, String journal, List<Stretch> stretches, List<RecordBatch.Entry> entries,
        boolean last) {
    public ReplacedRecords {
        requireNonNull(before);
        requireNonNull(journal);
        stretches = List.copyOf(stretches);
        entries = List.copyOf(entries);
    }

    /** Positions from one to before another. */
    public record Stretch(long from, long to) {
        /** @throws IllegalArgumentException if it ends before it begins */
        public Stretch {
            if (from > to)
                throw new IllegalArgumentException(from + " to " + to);
        }
    }
}
