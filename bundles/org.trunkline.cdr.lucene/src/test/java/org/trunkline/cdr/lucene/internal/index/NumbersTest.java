package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.Partial;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.match.NumberScan;
import org.trunkline.query.value.Glob;
import org.trunkline.query.value.NumberPattern;

class NumbersTest {
    private static final List<String> SOME = IntStream.range(0, 2_000)
            .mapToObj(i -> i % 7 == 0 ? "user" + i : "+4670%07d".formatted(i * 7_919L % 10_000_000)).toList();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "*1", "*791", "+46*", "+467000791*", "*07*", "*0079*", "*00791*", "*000791*", "*7919*38*",
            "user1*", "user1?3", "*r14", "+4670?007919", "nobody" })
    void findsAsLookingAtEachWould(String glob) throws Exception {
        try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, true)) {
            for (String number : SOME)
                numbers.add(number);
            numbers.refresh();
            var pattern = new NumberPattern(glob);
            var expected = SOME.stream().filter(n -> Glob.matches(glob, n)).sorted().toList();
            assertEquals(Optional.of(expected), numbers.matching(pattern)
                    .map(found -> found.stream().map(BytesRef::utf8ToString).sorted().toList()));
        }
    }

    @Test
    void keepsEachOnceAlsoAfterAStart() throws Exception {
        for (int start = 0; start < 2; start++)
            try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, start == 0)) {
                for (int i = 0; i < 3; i++)
                    for (String number : SOME)
                        numbers.add(number);
                numbers.refresh();
                assertEquals(SOME.size(), numbers.count());
                numbers.commit(Map.of("sequence", "17"));
            }
        assertEquals("17", Numbers.committed(folder).get("sequence"));
    }

    @Test
    void aPatternIsNotHeldAgainstAllOfThemOnceTheTimeIsOver() throws Exception {
        try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, true)) {
            for (String number : SOME)
                numbers.add(number);
            numbers.refresh();
            var pattern = new NumberPattern("+*4*6*7*");
            int all = numbers.matching(pattern).orElseThrow().size();
            var looks = new AtomicLong();
            var bounds = new SearchBudget(looks::getAndIncrement, 3);
            var found = bounds.in(() -> numbers.matching(pattern)).orElseThrow();
            assertEquals(Optional.of(Partial.TIME), bounds.partial());
            assertTrue(!found.isEmpty() && found.size() < all, found.size() + " of " + all);
            assertEquals(Optional.of(List.of()), bounds.in(() -> numbers.matching(pattern)), "nor is another begun");
        }
    }

    @Test
    void norIsItWhereEachNumberOfASegmentIsLookedAt() throws Exception {
        try (var directory = new ByteBuffersDirectory();
                var writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (String number : SOME) {
                var doc = new Document();
                doc.add(new SortedDocValuesField("to" + IndexFields.VALUE, new BytesRef(number)));
                writer.addDocument(doc);
            }
            try (var reader = DirectoryReader.open(writer)) {
                var leaf = reader.leaves().getFirst();
                var scan = new NumberScan("to", new NumberPattern("*4*6*7*"));
                long all = scan.find(leaf).cost();
                var looks = new AtomicLong();
                var bounds = new SearchBudget(looks::get, 1);
                assertEquals(all, bounds.in(() -> scan.find(leaf)).cost());
                assertTrue(bounds.partial().isEmpty());
                var brief = new SearchBudget(looks::getAndIncrement, 3);
                brief.in(() -> scan.find(leaf));
                assertEquals(Optional.of(Partial.TIME), brief.partial());
                assertTrue(looks.get() < 8, "it went on for " + looks);
            }
        }
    }

    @Test
    void saysWhereTheyAreTooMany() throws Exception {
        try (var numbers = Numbers.open(folder, CdrIndex.Storage.DISK, true)) {
            for (int i = 0; i <= Numbers.MOST; i++)
                numbers.add("+46" + (1_000_000 + i));
            numbers.refresh();
            assertTrue(numbers.matching(new NumberPattern("+46*")).isEmpty());
            assertEquals(Optional.of(1), numbers.matching(new NumberPattern("*1000017")).map(List::size));
        }
    }
}
