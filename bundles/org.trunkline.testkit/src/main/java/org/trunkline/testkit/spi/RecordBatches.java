package org.trunkline.testkit.spi;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.testkit.CdrGenerator;

/** Records as the node delivers them. */
public final class RecordBatches {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private RecordBatches() {}

    /** The same for the same seed. */
    public static List<Cdr> records(long seed, int count) {
        var records = new CdrGenerator(seed, START, 20);
        return Stream.generate(records::next).limit(count).toList();
    }

    /** @param first number of the first record, from 1; positions are ten times the number */
    public static RecordBatch batch(String journal, long first, List<Cdr> records) {
        var entries = IntStream.range(0, records.size())
                .mapToObj(i -> new RecordBatch.Entry(first + i, 10 * (first + i), records.get(i), LadderSteps.NONE)).toList();
        return new RecordBatch(journal, entries, 10 * (first + records.size()));
    }
}
