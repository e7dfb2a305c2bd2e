package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.FacetOrder.Found;
import org.trunkline.cdr.lucene.internal.HitCache.Hits;
import org.trunkline.cdr.lucene.internal.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.QueryCompiler.Indexed;
import org.trunkline.cdr.lucene.internal.Summary.Timeline;
import org.trunkline.cdr.lucene.internal.TimeOrder.Place;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.RecordLog;
import org.trunkline.engine.port.RecordLog.Entry;

/** Search over the index; the records themselves come from the journal. */
final class LuceneCdrSearch implements CdrSearch, AutoCloseable {
    private static final int MAX_LIMIT = 500;
    private static final int MAX_BUCKETS = 1_000;
    /** Records that one thread reads at once. */
    private static final int SHARE = 16;
    private static final Duration SHORTEST_STEP = Duration.ofMinutes(1);
    private static final long CACHE_BYTES = 64L << 20;
    /** What was found until then is the answer. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Indexer indexer;
    private final RecordLog log;
    private final InstantSource clock;
    private final ZoneId zone;
    private final LongSupplier nanos;
    private final Columns columns;
    private final Workers workers = new Workers();
    private final HitCache cache;
    private final Indexed indexed;
    private final FieldOrder fieldOrder = new FieldOrder();

    /** @param zone in which dates are meant that name none */
    LuceneCdrSearch(Indexer indexer, RecordLog log, InstantSource clock, ZoneId zone) {
        this(indexer, log, clock, zone, System::nanoTime);
    }

    /** @param nanos by which a search is bounded */
    LuceneCdrSearch(Indexer indexer, RecordLog log, InstantSource clock, ZoneId zone, LongSupplier nanos) {
        this.nanos = nanos;
        this.indexer = indexer;
        this.log = log;
        this.clock = clock;
        this.zone = zone;
        columns = indexer.columns();
        cache = new HitCache(columns, workers, CACHE_BYTES);
        indexed = new Indexed(columns, pattern -> indexer.searched().now().numbers().matching(pattern), this::isCall);
    }

    private boolean isCall(long position, CallId id) {
        try {
            return log.read(position).map(entry -> entry.cdr().id().equals(id)).orElse(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done with one state of the index. */
    @FunctionalInterface
    private interface Work<T> {
        T with(IndexSearcher searcher) throws IOException, QueryException;
    }

    private <T> T search(Work<T> work) throws QueryException, NodeUnavailableException {
        try {
            var searcher = searcher();
            try {
                return work.with(searcher);
            } finally {
                searcher.getIndexReader().decRef();
            }
        } catch (IndexSearcher.TooManyClauses e) {
            throw Complaint.TOO_MANY_PARTS.at(0, "", IndexSearcher.getMaxClauseCount());
        } catch (AlreadyClosedException e) {
            throw new NodeUnavailableException("index-opening", List.of(), "The search index is being opened again", e);
        } catch (IOException e) {
            throw new NodeUnavailableException("index-unreadable", List.of(String.valueOf(e.getMessage())),
                    "The search index cannot be read: " + e.getMessage(), e);
        }
    }

    private IndexSearcher searcher() throws IOException {
        try {
            return indexer.searched().toSearch().searchers().acquire();
        } catch (AlreadyClosedException e) { // it was mended meanwhile
            return indexer.searched().toSearch().searchers().acquire();
        }
    }

    private <T> T look(Work<T> work) throws NodeUnavailableException {
        try {
            return search(work);
        } catch (QueryException e) {
            throw new NodeUnavailableException("index-refused", List.of(String.valueOf(e.getMessage())),
                    String.valueOf(e.getMessage()), e);
        }
    }

    private Compiled compile(CdrQuery query) throws QueryException {
        var compiled = compile(query.text());
        return new Compiled(compiled.query(),
                Math.max(compiled.from(), query.from().map(at -> at.toEpochMilli()).orElse(Long.MIN_VALUE)),
                Math.min(compiled.to(), query.to().map(at -> at.toEpochMilli()).orElse(Long.MAX_VALUE)));
    }

    private Compiled compile(String text) throws QueryException {
        try {
            return QueryCompiler.compile(text, clock.instant(), zone, indexed);
        } catch (IndexSearcher.TooManyClauses e) { // of those that must all be true; of others the first are enough
            throw Complaint.TOO_MANY_PARTS.at(0, "", IndexSearcher.getMaxClauseCount());
        }
    }

    private Hits hits(IndexSearcher searcher, Compiled query, Bounds bounds) throws IOException {
        return cache.hits(searcher, query.query(), query.from(), query.to(), bounds);
    }

    private Bounds bounds() {
        return new Bounds(nanos, MAX_NANOS);
    }

    @Override
    public Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException {
        checkLimit(limit);
        if (offset < 0)
            throw new IllegalArgumentException("offset: " + offset);
        checkOrder(order);
        var compiled = compile(query);
        return search(searcher -> {
            var hits = hits(searcher, compiled, bounds());
            var byTime = new TimeOrder(hits.leaves());
            long total = byTime.count();
            var rows = offset >= total ? List.<CdrRow>of()
                    : read(positions(searcher, hits, byTime, compiled, order, offset, limit)).stream().map(CdrRow::of)
                            .toList();
            return new Page<>(rows, total, Optional.empty(), hits.partial());
        });
    }

    /** Most of the time of a page; so all threads read. What cannot be read is left out. */
    private List<Cdr> read(List<Long> positions) throws IOException {
        var found = new ArrayList<Optional<Cdr>>(Collections.nCopies(positions.size(), Optional.empty()));
        workers.each((positions.size() + SHARE - 1) / SHARE, share -> {
            for (int i = share * SHARE; i < Math.min(positions.size(), (share + 1) * SHARE); i++)
                found.set(i, log.read(positions.get(i)).map(Entry::cdr)); // each thread its own places
        });
        return found.stream().flatMap(Optional::stream).toList();
    }

    private List<Long> positions(IndexSearcher searcher, Hits hits, TimeOrder byTime, Compiled query,
            CdrOrder order, long offset, int limit) throws IOException {
        if (isByFacet(order))
            return new FacetOrder(hits.leaves(), columns, order).page(offset, limit).stream().map(Place::position).toList();
        if (order.field() != CdrField.STARTED)
            return (hits.partial().isEmpty() ? fieldOrder : new FieldOrder()) // which remembers what was sorted
                    .page(searcher, hits.leaves(), query, order, offset, limit);
        if (order.descending())
            return byTime.page(offset, limit).stream().map(Place::position).toList();
        long total = byTime.count();
        long end = Math.min(total, offset + limit);
        return byTime.page(total - end, (int) (end - offset)).reversed().stream().map(Place::position).toList();
    }

    @Override
    public Page<Cdr> records(CdrQuery query, CdrOrder order, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        checkLimit(limit);
        checkOrder(order);
        var compiled = compile(query);
        var from = after.isEmpty() ? Optional.<FieldDoc>empty() : Optional.of(PageCursor.read(after.get(), order)
                .orElseThrow(() -> new IllegalArgumentException("after is no page of this search")));
        return search(searcher -> {
            var hits = hits(searcher, compiled, bounds());
            var page = order.equals(CdrOrder.NEWEST_FIRST) ? byTime(hits.leaves(), order, from, limit)
                    : isByFacet(order) ? byFacet(hits.leaves(), order, from, limit)
                            : byField(searcher, hits.leaves(), order, from, limit);
            return new Page<>(page.items(), page.total(), page.next(), hits.partial());
        });
    }

    private Page<Cdr> byTime(List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after, int limit)
            throws IOException {
        var byTime = new TimeOrder(hits);
        var places = after.isEmpty() ? byTime.page(0, limit + 1)
                : byTime.after(PageCursor.place(after.get()), limit + 1);
        var records = read(places.stream().limit(limit).map(Place::position).toList());
        return new Page<>(records, byTime.count(), places.size() <= limit ? Optional.empty()
                : Optional.of(PageCursor.of(order, places.get(limit - 1), Optional.empty())));
    }

    private Page<Cdr> byFacet(List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after, int limit)
            throws IOException {
        var last = after.map(doc -> new Found(PageCursor.word(doc), PageCursor.place(doc)));
        var found = new FacetOrder(hits, columns, order).after(last, limit + 1);
        var records = read(found.stream().limit(limit).map(it -> it.place().position()).toList());
        long total = new TimeOrder(hits).count();
        if (found.size() <= limit)
            return new Page<>(records, total, Optional.empty());
        var end = found.get(limit - 1);
        return new Page<>(records, total,
                Optional.of(PageCursor.of(order, end.place(), end.value().map(BytesRef::new))));
    }

    private Page<Cdr> byField(IndexSearcher searcher, List<LeafHits> hits, CdrOrder order, Optional<FieldDoc> after,
            int limit) throws IOException {
        long total = new TimeOrder(hits).count();
        if (total == 0)
            return new Page<>(List.of(), 0, Optional.empty());
        var top = FieldOrder.after(searcher, hits, order, after.orElse(null), limit + 1).scoreDocs;
        var records = read(Stream.of(top).limit(limit).map(doc -> (Long) ((FieldDoc) doc).fields[2]).toList());
        if (top.length <= limit)
            return new Page<>(records, total, Optional.empty());
        var last = (FieldDoc) top[limit - 1];
        return new Page<>(records, total,
                Optional.of(PageCursor.of(order, PageCursor.place(last), Optional.ofNullable(last.fields[0]))));
    }

    @Override
    public CdrSummary summarize(CdrQuery query, Set<CdrField> facets, int buckets)
            throws QueryException, NodeUnavailableException {
        if (buckets < 0 || buckets > MAX_BUCKETS)
            throw new IllegalArgumentException("buckets: " + buckets);
        for (var field : facets)
            if (!field.isFacet())
                throw new IllegalArgumentException(field.fieldName() + " is no facet");
        var compiled = compile(query);
        return search(searcher -> {
            var bounds = bounds();
            var hits = hits(searcher, compiled, bounds);
            var byTime = new TimeOrder(hits.leaves());
            boolean some = buckets > 0 && byTime.count() > 0;
            long start = compiled.from() != Long.MIN_VALUE ? compiled.from() : some ? byTime.oldest() : 0;
            long end = compiled.to() != Long.MAX_VALUE ? compiled.to() : some ? byTime.newest() + 1 : 0;
            return Summary.of(hits, columns, facets, new Timeline(start, end, buckets), workers, bounds);
        });
    }

    @Override
    public Page<TrunkPeriod> trunkPeriods(CdrQuery query, Duration step)
            throws QueryException, NodeUnavailableException {
        if (step.compareTo(SHORTEST_STEP) < 0)
            throw new IllegalArgumentException("step: " + step);
        var compiled = compile(query);
        return search(searcher -> {
            var hits = hits(searcher, compiled, bounds());
            var byTime = new TimeOrder(hits.leaves());
            var periods = byTime.count() == 0 ? List.<TrunkPeriod>of()
                    : new TrunkPeriods(hits.leaves(), columns, byTime.oldest(), byTime.newest() + 1, step.toMillis())
                            .count(workers);
            return new Page<>(periods, periods.size(), Optional.empty(), hits.partial());
        });
    }

    @Override
    public Optional<Cdr> find(CallId id) throws NodeUnavailableException {
        return entry(id).map(Entry::cdr);
    }

    @Override
    public Optional<Ladder> ladder(CallId id) throws NodeUnavailableException {
        var ladder = entry(id).map(Entry::ladder);
        if (ladder.isEmpty() || ladder.get().isEmpty())
            return Optional.empty();
        try {
            return log.ladder(ladder.get().getAsLong());
        } catch (IOException e) {
            throw new NodeUnavailableException("messages-unreadable", List.of(String.valueOf(e.getMessage())),
                    "The SIP messages cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Entry> entry(CallId id) throws NodeUnavailableException {
        return look(searcher -> {
            var found = searcher.search(indexed.near(id), 1);
            if (found.scoreDocs.length == 0)
                found = searcher.search(indexed.anywhere(id), 1);
            return found.scoreDocs.length == 0 ? Optional.empty()
                    : log.read(FieldOrder.position(searcher.getIndexReader(), found.scoreDocs[0].doc));
        });
    }

    @Override
    public List<Completion> complete(String text, int caret) throws NodeUnavailableException {
        return look(searcher -> new Completer(searcher.getIndexReader(), columns).complete(text,
                Math.clamp(caret, 0, text.length())));
    }

    @Override
    public Watch watch(Consumer<List<CdrRow>> listener) {
        return indexer.watch(listener);
    }

    @Override
    public void close() {
        workers.close();
    }

    private static boolean isByFacet(CdrOrder order) {
        return Facets.FIELDS.contains(order.field());
    }

    /** @throws IllegalArgumentException if records cannot be sorted by this field */
    private static void checkOrder(CdrOrder order) {
        boolean many = switch (order.field()) {
            case CODEC, REJECTED, ORIGIN, FINDING -> true;
            default -> false;
        };
        if (many || !isByFacet(order))
            FieldOrder.sortField(order);
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: " + limit);
    }
}
