package org.trunkline.cdr.journal.internal.follow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.ReplacedRecords;
import org.trunkline.spi.record.ReplacedRecords.Stretch;

/** Tells one consumer what was changed in the journal since it had another name, in calls of a bounded size. One thread. */
final class ChangedStretches {
    private static final int MOST = 1_000;
    /** A shorter stretch is a record or two: a cursor would read far beyond it. */
    private static final long SHORT_BYTES = 1_000;

    private final RecordLog log;
    private final RecordConsumer consumer;
    private final String before;
    private final String journal;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<RecordBatch.Entry> entries = new ArrayList<>();

    ChangedStretches(RecordLog log, RecordConsumer consumer, String before, String journal) {
        this.log = log;
        this.consumer = consumer;
        this.before = before;
        this.journal = journal;
    }

    /** @param end up to which records were delivered */
    void tell(List<RecordLog.Stretch> where, long end) throws IOException, ExtensionException {
        for (var it : where)
            if (it.from() < end)
                read(it.from(), Math.min(it.to(), end));
        deliver(true);
    }

    private void read(long from, long to) throws IOException, ExtensionException {
        var single = log.read(from);
        if (single.filter(entry -> entry.next() == to).isPresent()) {
            entries.add(entry(single.get()));
            add(from, to);
            return;
        }
        long begun = from;
        try (var cursor = log.from(from)) {
            for (;;) {
                var some = cursor.next(to - begun > SHORT_BYTES ? MOST : 1);
                var within = some.stream().filter(entry -> entry.position() < to).toList();
                for (var entry : within) {
                    entries.add(entry(entry));
                    if (entries.size() == MOST) {
                        add(begun, entry.next());
                        begun = entry.next();
                    }
                }
                if (within.size() < some.size() || some.isEmpty())
                    break;
            }
        }
        if (begun < to)
            add(begun, to);
    }

    private void add(long from, long to) throws ExtensionException {
        stretches.add(new Stretch(from, to));
        if (stretches.size() == MOST || entries.size() == MOST)
            deliver(false);
    }

    private void deliver(boolean last) throws ExtensionException {
        consumer.replaced(new ReplacedRecords(before, journal, stretches, entries, last));
        stretches.clear();
        entries.clear();
    }

    static RecordBatch.Entry entry(RecordLog.Entry entry) {
        return new RecordBatch.Entry(entry.sequence(), entry.position(), entry.cdr(), entry.steps());
    }
}
