package org.trunkline.cdr.lucene.internal.search;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.query.record.RecordPeers;
import org.trunkline.query.value.NumberForms;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** The values that completion offers among many, and how many records it says they have. */
class CompletionTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    static Path dir;
    private static List<Cdr> records;
    private static SearchFixture fixture;

    @BeforeAll
    static void index() throws Exception {
        var generator = new CdrGenerator(3, START, 20);
        records = Stream.generate(generator::next).limit(2_000).toList();
        fixture = SearchFixture.of(dir, records, START.plusSeconds(3_600));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = { "from:", "from:+4670", "to:", "number:", "number:46", "peer:", "peer:192", "trunk:", "cause:", "status:4",
            "codec:", "route:" })
    void aSearchFindsAsManyAsItSaid(String text) throws Exception {
        var completions = fixture.search.complete(text, text.length());
        assertFalse(completions.isEmpty());
        long last = Long.MAX_VALUE;
        for (var it : completions) {
            var label = it.label().split("  \\(");
            if (label.length == 1)
                continue; // an example: 4xx
            long said = Long.parseLong(label[1].replace(")", ""));
            String query = text.substring(0, it.start()) + it.insert();
            assertEquals(fixture.search.rows(new CdrQuery(query, Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 1)
                    .total(), said, query);
            assertTrue(said <= last, "the commonest first: " + completions);
            last = said;
        }
        assertTrue(last < Long.MAX_VALUE, "none counted: " + completions);
    }

    @Test
    void whatMostRecordsHaveIsOfferedThoughNotAllWasGoneOver() throws Exception {
        var searchers = fixture.indexer.index().searchers();
        var searcher = searchers.acquire();
        try {
            var some = new FrequentValues(searcher.getIndexReader(), fixture.indexer.columns(), 30);
            for (var field : List.of(CdrField.FROM, CdrField.PEER)) {
                var found = new HashMap<String, Long>();
                some.add(field, "", found);
                var all = records.stream().flatMap(c -> (field == CdrField.FROM ? NumberForms.of(c.from()) : RecordPeers.of(c))
                        .stream()).collect(groupingBy(it -> it, counting()));
                long most = all.values().stream().mapToLong(Long::longValue).max().orElseThrow();
                String first = FrequentValues.best(found, 1).findFirst().orElseThrow();
                assertEquals(most, all.get(first));
                assertEquals(most, found.get(first));
                assertTrue(found.size() < all.size(), "more there are than it went over");
            }
        } finally {
            searchers.release(searcher);
        }
    }

    @Test
    void withoutTimeToCountItSaysNoCount() throws Exception {
        var now = new AtomicLong();
        try (var search = new LuceneCdrSearch(fixture.indexer, new MemoryRecordLog("none"), InstantSource.fixed(START), ZoneOffset.UTC,
                () -> now.getAndAdd(TimeUnit.SECONDS.toNanos(1)))) {
            var completions = search.complete("from:+4670", 10);
            assertFalse(completions.isEmpty());
            for (var it : completions)
                assertEquals(it.insert(), it.label());
        }
    }
}
