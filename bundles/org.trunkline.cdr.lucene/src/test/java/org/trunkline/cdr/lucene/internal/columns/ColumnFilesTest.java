package org.trunkline.cdr.lucene.internal.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.cdr.lucene.internal.index.Indexer;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.query.record.Facets;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** What is counted of a segment, kept beside the index. */
class ColumnFilesTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final String ID = "00ff";
    private static final LongBuffer TOTALS = LongBuffer.wrap(new long[] { 3, 1, 4 });

    @TempDir
    Path dir;

    private ColumnFiles files() {
        return new ColumnFiles(dir.resolve("columns"));
    }

    private static SegmentRows rows(boolean narrow) {
        return SegmentRows.of(List.of("a\0b", "ü"), CharBuffer.wrap(narrow ? new char[] { 1, 0, 1 } : new char[0]),
                IntBuffer.wrap(narrow ? new int[0] : new int[] { 1, 0, 1 }),
                LongBuffer.wrap(new long[] { 5, -1, Long.MIN_VALUE }), LongBuffer.wrap(new long[] { 9 }), Map.of(2, 600_000),
                new long[] { 0, 77 });
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whatWasWrittenIsRead(boolean narrow) {
        var rows = rows(narrow);
        files().write(ID, rows, TOTALS);
        var read = files().read(ID, false).orElseThrow();
        assertEquals(rows.facets(), read.facets());
        assertEquals(rows.narrow(), read.narrow());
        assertEquals(rows.wide(), read.wide());
        assertEquals(rows.figures(), read.figures());
        assertEquals(rows.far(), read.far());
        assertArrayEquals(rows.costs(), read.costs());
        assertArrayEquals(new int[] { 0, 1, 3 }, read.lists().begins());
        assertEquals(IntBuffer.wrap(new int[] { 1, 0, 2 }), read.lists().records());
        assertEquals(LongBuffer.wrap(new long[] { -1, 5, Long.MIN_VALUE }), read.lists().figures());
        assertEquals(rows.times(), read.times());
        assertEquals(TOTALS, read.totals());
        assertTrue(read.checks().mapped(), "no memory of the node's own");
    }

    @Test
    void ofManyRecordsAllAreThere() {
        var figures = LongStream.range(0, 300_000).toArray();
        var ords = new char[figures.length];
        for (int i = 0; i < ords.length; i++)
            ords[i] = (char) (i % 3);
        var rows = SegmentRows.of(List.of("a", "b", "c"), CharBuffer.wrap(ords), IntBuffer.allocate(0),
                LongBuffer.wrap(figures), LongBuffer.allocate(LeafTimes.count(figures.length)), Map.of(), new long[0]);
        files().write(ID, rows, TOTALS);
        var read = files().read(ID, false).orElseThrow();
        assertEquals(rows.narrow(), read.narrow());
        assertEquals(rows.figures(), read.figures());
        assertEquals(rows.lists().records(), read.lists().records());
        assertEquals(rows.lists().figures(), read.lists().figures());
        assertEquals(1, read.lists().records().get(100_000), "the first of the second facets");
        assertEquals(4, read.lists().figures().get(100_001));
    }

    @Test
    void whatIsDamagedOrCutOffIsNot() throws Exception {
        files().write(ID, rows(true), TOTALS);
        var file = dir.resolve("columns").resolve(ID + ".columns");
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertFalse(isWhole(ID), "byte " + at);
            Files.write(file, Arrays.copyOf(good, at));
            assertFalse(isWhole(ID), at + " bytes");
        }
    }

    private boolean isWhole(String id) {
        try {
            var checks = files().read(id, false).map(SegmentRows::checks);
            checks.ifPresent(all -> List.of(all.ords(), all.figures(), all.records(), all.listed()).forEach(ChecksummedBuffer::lookAtAll));
            return checks.isPresent();
        } catch (ChecksummedBuffer.DamagedException e) {
            return false;
        }
    }

    @Test
    void whatIsDamagedIsNeverReadAndIsGone() throws Exception {
        files().write("aa", rows(true), TOTALS);
        files().write("bb", rows(true), TOTALS);
        assertTrue(isWhole("bb"));
        var file = dir.resolve("columns").resolve("bb.columns");
        byte[] bytes = Files.readAllBytes(file);
        bytes[70] ^= 1; // a figure
        Files.write(file, bytes);
        var facets = Facets.of(Facets.textOf(new CdrGenerator(7, START, 20).next()));
        var leaf = new LeafColumns(files().read("bb", false).orElseThrow(), _ -> facets);
        assertEquals(1, leaf.ord(0), "what lies elsewhere is not");
        var found = assertThrows(ChecksummedBuffer.DamagedException.class, () -> leaf.figure(0));
        assertThrows(ChecksummedBuffer.DamagedException.class, () -> leaf.fetch(new int[] { 0 }, 1, new long[1]));
        files().damaged(found.file());
        assertFalse(Files.exists(file));
        assertTrue(isWhole("aa"));
    }

    @Test
    void whatAnEarlierVersionWroteIsNotRead() throws Exception {
        files().write(ID, rows(true), TOTALS);
        var file = dir.resolve("columns").resolve(ID + ".columns");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < 8; i++)
            bytes[i] ^= 3; // the version is in one of them
        Files.write(file, bytes);
        assertEquals(Optional.empty(), files().read(ID, false));
    }

    @Test
    void whatIsNotCommittedAndNotUsedGoes() {
        var files = files();
        files.write("aa", rows(true), TOTALS);
        files.write("bb", rows(true), TOTALS);
        files.sweep(Set.of("aa"));
        assertTrue(files.read("aa", false).isPresent());
        assertFalse(files.read("bb", false).isPresent());
    }

    @Test
    void anIndexOpenedAgainCountsTheSameWithThemAndWithoutThem() throws Exception {
        var log = new MemoryRecordLog("j");
        var records = new CdrGenerator(7, START, 20);
        log.append(Stream.generate(records::next).limit(25_000).toList());
        try (var fixture = new SearchFixture(dir, log, START, new Indexer.Pace(1, 1, 10_000, 100_000))) {
            fixture.awaitFindable(25_000);
            count(fixture);
        }
        // one segment now, which is large
        try (var index = FSDirectory.open(dir.resolve("index"))) {
            try (var writer = new IndexWriter(index, new IndexWriterConfig()
                    .setIndexSort(IndexFields.ORDER))) {
                writer.forceMerge(1);
                writer.commit();
            }
        }
        var without = counted(log);
        assertEquals(1, columns().size());
        assertEquals(without, counted(log));
        Files.write(columns().getFirst(), new byte[100]);
        assertEquals(without, counted(log));
        byte[] good = Files.readAllBytes(columns().getFirst());
        for (int part : new int[] { 1, 9, 17, 21 }) { // figures, figures by facets, records by facets, facets
            byte[] bad = good.clone();
            bad[64 + part * 25_000] ^= 4;
            Files.write(columns().getFirst(), bad);
            assertEquals(without, counted(log), "part " + part);
            assertArrayEquals(good, Files.readAllBytes(columns().getFirst()), "written again, part " + part);
        }
    }

    private String counted(MemoryRecordLog log) throws Exception {
        try (var fixture = new SearchFixture(dir, log, START, SearchFixture.EAGER)) {
            fixture.awaitFindable(25_000);
            return count(fixture);
        }
    }

    private static String count(SearchFixture fixture) throws Exception {
        var text = new StringBuilder();
        for (String query : List.of("", "cause:busy", "duration:>1m", "pdd:>3s mos:<4"))
            text.append(fixture.search.summarize(new CdrQuery(query, Optional.empty(), Optional.empty()),
                    EnumSet.of(CdrField.TRUNK, CdrField.CAUSE), 20));
        return text.toString();
    }

    private List<Path> columns() throws Exception {
        try (var files = Files.list(dir.resolve("index-columns"))) {
            return files.toList();
        }
    }

    @Test
    void aDelayOfManyMinutesIsKept() {
        var rows = rows(true);
        assertEquals(600_000, rows.delay(2, 0xFFFF_FFFFL & (long) ((1 << 19) - 2) << 13));
        assertEquals(SegmentRows.NONE, rows.delay(2, 0xFFFF_FFFFL & (long) ((1 << 19) - 1) << 13));
    }

    @Test
    void aCallThatRangAfterManyMinutesIsFound() throws Exception {
        var c = new CdrGenerator(7, START, 20).next();
        var late = new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), START,
                Optional.of(START.plusSeconds(700)), Optional.empty(), START.plusSeconds(720), c.endedBy(), 487, Cause.CANCELLED,
                Optional.empty(), List.of(), List.of(), c.why());
        try (var fixture = SearchFixture.of(dir, List.of(late), START.plusSeconds(5_000))) {
            var query = new CdrQuery("pdd:[11m TO 12m]", Optional.empty(), Optional.empty());
            var summary = fixture.search.summarize(query, Set.of(), 0);
            assertEquals(1, summary.total());
            assertEquals(700_000, summary.spread(CdrField.PDD).orElseThrow().p50(), 7_000);
        }
    }
}
