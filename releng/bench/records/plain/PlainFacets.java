package org.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.range.LongRange;
import org.apache.lucene.facet.range.LongRangeFacetCounts;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.MMapDirectory;

/**
 * The plain version of the index of records: Lucene's own columns and its facet module, nothing of ours. Asked what
 * {@link Questions} asks the search service, over the same records. See docs/adr/0015-index-of-records.md.
 */
public final class PlainFacets {
    private static final List<String> FACETS = List.of("trunk", "cause", "status", "direction", "codec");
    private static final int BUCKETS = 60;
    private static final int WARM = 40;
    private static final int ASKED = 60;

    private final SortedSetDocValuesReaderState state;
    private final IndexSearcher searcher;
    private final LongRange[] steps = new LongRange[BUCKETS];

    private PlainFacets(IndexSearcher searcher, FacetsConfig config) throws IOException {
        this.searcher = searcher;
        state = new DefaultSortedSetDocValuesReaderState(searcher.getIndexReader(), config);
        long begun = RecordsBench.START.toEpochMilli();
        long step = TimeUnit.DAYS.toMillis(RecordsBench.DAYS) / BUCKETS;
        Arrays.setAll(steps, i -> new LongRange(String.valueOf(i), begun + i * step, true, begun + (i + 1) * step, false));
    }

    /** @param args folder, how many records */
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        int count = Integer.parseInt(args[1]);
        var config = new FacetsConfig();
        if (!Files.exists(folder))
            fill(folder, count, config);
        try (var files = Files.list(folder)) {
            long bytes = files.mapToLong(it -> it.toFile().length()).sum();
            say("index", (double) bytes / count, "bytes/record");
        }
        int threads = Runtime.getRuntime().availableProcessors();
        try (var reader = DirectoryReader.open(new MMapDirectory(folder)); var workers = Executors.newFixedThreadPool(threads)) {
            for (var searcher : List.of(new IndexSearcher(reader), new IndexSearcher(reader, workers))) {
                searcher.setQueryCache(null); // as the questions put to the product: none is remembered
                var plain = new PlainFacets(searcher, config);
                String how = searcher.getTaskExecutor() != null && searcher == plain.searcher && searcher.getSlices(reader.leaves()).length > 1
                        ? ", two threads" : ", one thread";
                plain.ask("filter of 1%, page, 5 facets, histogram" + how, and(term("cause", "declined"), term("trunk", "Carrier B")));
                plain.ask("filter of 10%, page, 5 facets, histogram" + how, term("cause", "busy"));
                plain.ask("all, page, 5 facets, histogram" + how, new MatchAllDocsQuery());
                plain.ask("all but one cause, the same" + how, new BooleanQuery.Builder().add(new MatchAllDocsQuery(), Occur.MUST)
                        .add(term("cause", "timeout"), Occur.MUST_NOT).build());
            }
        }
    }

    private static void fill(Path folder, int count, FacetsConfig config) throws IOException {
        var watch = new Stopwatch();
        var writing = new IndexWriterConfig(new KeywordAnalyzer()).setRAMBufferSizeMB(256)
                .setIndexSort(new Sort(new SortField("started", SortField.Type.LONG, true)));
        var intake = Intake.of(count);
        config.setMultiValued("codec", true);
        try (var writer = new IndexWriter(new MMapDirectory(folder), writing)) {
            for (int i = 0; i < count; i++)
                writer.addDocument(config.build(document(intake.next())));
            writer.forceMerge(8);
        }
        say("filled", count / watch.seconds(), "records/s");
    }

    private static Document document(Intake.Call call) {
        var cdr = call.cdr();
        var document = new Document();
        document.add(new LongField("started", cdr.startedAt().toEpochMilli(), Field.Store.NO));
        document.add(new StringField("from", cdr.from().number(), Field.Store.NO));
        document.add(new StringField("to", cdr.to().number(), Field.Store.NO));
        value(document, "trunk", cdr.trunk().orElse("none"));
        value(document, "cause", cdr.cause().name().toLowerCase(Locale.ROOT));
        value(document, "status", String.valueOf(cdr.sipStatus()));
        value(document, "direction", cdr.direction().name());
        cdr.quality().stream().map(it -> it.codec()).distinct().forEach(codec -> value(document, "codec", codec));
        return document;
    }

    private static void value(Document document, String field, String value) {
        document.add(new StringField(field, value, Field.Store.NO));
        document.add(new SortedSetDocValuesFacetField(field, value));
    }

    private static TermQuery term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    private static Query and(Query... parts) {
        var both = new BooleanQuery.Builder();
        Stream.of(parts).forEach(part -> both.add(part, Occur.FILTER));
        return both.build();
    }

    private void ask(String name, Query query) throws IOException {
        var random = new Random(43);
        for (int i = 0; i < WARM; i++)
            answer(query, random);
        var times = new double[ASKED];
        var watch = new Stopwatch();
        long found = 0;
        for (int i = 0; i < ASKED; i++) {
            long begun = System.nanoTime();
            found = answer(query, random);
            times[i] = (System.nanoTime() - begun) / 1e6;
        }
        String cpu = watch.cpu(ASKED);
        Arrays.sort(times);
        say(name + ", p95 of " + found + " (" + cpu + ")", times[(int) Math.ceil(0.95 * ASKED) - 1], "ms");
    }

    /** A page of the newest hundred, the number of all, five facets, sixty steps of time. */
    private long answer(Query query, Random random) throws IOException {
        var unlike = new BooleanQuery.Builder().add(query, Occur.MUST)
                .add(term("trunk", "bench" + random.nextLong(Long.MAX_VALUE)), Occur.MUST_NOT).build();
        var page = searcher.search(unlike, new TopFieldCollectorManager(
                new Sort(new SortField("started", SortField.Type.LONG, true)), 100, 100));
        var found = searcher.search(unlike, new FacetsCollectorManager());
        var counts = new SortedSetDocValuesFacetCounts(state, found);
        long sum = 0;
        var kept = new ArrayList<Object>();
        for (String facet : FACETS)
            kept.add(counts.getTopChildren(10, facet));
        for (var step : new LongRangeFacetCounts("started", found, steps).getAllChildren("started").labelValues)
            sum += step.value.longValue();
        if (kept.size() != FACETS.size() || page.scoreDocs.length > 100)
            throw new IllegalStateException("not what was asked");
        return sum;
    }

    private static void say(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "%-100s %12.3f %s%n", name, value, unit);
    }
}
