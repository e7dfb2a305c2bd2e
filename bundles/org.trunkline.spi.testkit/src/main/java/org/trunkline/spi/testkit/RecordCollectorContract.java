package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.record.RecordCollector;
import org.trunkline.spi.record.RecordCollector.SourceRecord;

/** What a {@link RecordCollector} does, wherever it gets the records. */
public abstract class RecordCollectorContract {
    private static final int PAGES = 10_000;

    /** One as the node uses it. */
    protected abstract RecordCollector collector() throws Exception;

    /** Settings of a source, by field name; it has ended calls, and gets no new ones meanwhile. */
    protected abstract Map<String, String> source() throws Exception;

    /** How many records the source has, at least five. */
    protected abstract int records() throws Exception;

    private List<SourceRecord> all(int limit) throws Exception {
        var collector = collector();
        var all = new ArrayList<SourceRecord>();
        Optional<String> cursor = Optional.empty();
        for (int pages = 0; pages < PAGES; pages++) {
            var page = collector.next(source(), cursor, limit);
            assertTrue(page.records().size() <= limit, "no more than asked for");
            all.addAll(page.records());
            cursor = Optional.of(page.cursor());
            if (!page.more())
                return all;
        }
        throw new AssertionError("it always says that there is more");
    }

    @Test
    protected void itSaysWhatItIsTheSameEachTime() throws Exception {
        var info = collector().info();
        assertTrue(info.id().matches("[a-z0-9][a-z0-9-]{0,39}"), info.id());
        assertEquals(info, collector().info());
    }

    @Test
    protected void eachRecordComesOnceWhateverThePage() throws Exception {
        var all = all(1_000);
        assertEquals(records(), all.size());
        assertEquals(all.size(), new HashSet<>(all.stream().map(SourceRecord::key).toList()).size(), "keys are different");
        assertEquals(all, all(2));
    }

    @Test
    protected void theSameCursorGivesTheSamePage() throws Exception {
        var first = collector().next(source(), Optional.empty(), 2);
        assertEquals(collector().next(source(), Optional.of(first.cursor()), 2).records(),
                collector().next(source(), Optional.of(first.cursor()), 2).records(), "a page that failed is asked for again");
    }

    @Test
    protected void afterTheLastThereIsNothing() throws Exception {
        var collector = collector();
        Optional<String> cursor = Optional.empty();
        boolean more = true;
        for (int pages = 0; more && pages < PAGES; pages++) {
            var page = collector.next(source(), cursor, 1_000);
            cursor = Optional.of(page.cursor());
            more = page.more();
        }
        var after = collector.next(source(), cursor, 1_000);
        assertEquals(List.of(), after.records());
        assertFalse(after.more());
    }
}
