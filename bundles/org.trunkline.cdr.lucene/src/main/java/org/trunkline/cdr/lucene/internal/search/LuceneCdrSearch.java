package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.ChecksummedBuffer;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.columns.Workers;
import org.trunkline.cdr.lucene.internal.index.Indexer;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Indexed;
import org.trunkline.cdr.lucene.internal.search.HitCache.Hits;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordLog.Entry;
import org.trunkline.query.complete.Completer;
import org.trunkline.query.tree.QueryError;

/** Search over the index; the records themselves come from the journal. */
public final class LuceneCdrSearch implements CdrSearch, AutoCloseable {
    private static final Duration SHORTEST_STEP = Duration.ofMinutes(1);
    private static final long CACHE_BYTES = 64L << 20;
    /** What was found until then is the answer. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Who types does not wait longer for how many records the values offered have. */
    private static final long COUNTING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Indexer indexer;
    private final RecordLog log;
    private final InstantSource clock;
    private final ZoneId zone;
    private final LongSupplier nanos;
    private final Columns columns;
    private final Workers workers = new Workers();
    private final HitCache cache;
    private final Indexed indexed;
    private final RecordPages pages;

    /** @param zone in which dates are meant that name none */
    public LuceneCdrSearch(Indexer indexer, RecordLog log, InstantSource clock, ZoneId zone) {
        this(indexer, log, clock, zone, System::nanoTime);
    }

    /** @param nanos by which a search is bounded */
    public LuceneCdrSearch(Indexer indexer, RecordLog log, InstantSource clock, ZoneId zone, LongSupplier nanos) {
        this.nanos = nanos;
        this.indexer = indexer;
        this.log = log;
        this.clock = clock;
        this.zone = zone;
        columns = indexer.columns();
        cache = new HitCache(columns, workers, CACHE_BYTES);
        pages = new RecordPages(columns, workers, log);
        indexed = new Indexed(columns, pattern -> indexer.searched().now().numbers().matching(pattern), this::isCall,
                indexer.attributes());
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
            for (;;) {
                try {
                    return once(work);
                } catch (ChecksummedBuffer.DamagedException e) {
                    columns.damaged(e.file()); // and of each segment once: now they are read from the index
                }
            }
        } catch (IndexSearcher.TooManyClauses e) {
            throw QueryError.TOO_MANY_PARTS.at(0, "", IndexSearcher.getMaxClauseCount());
        } catch (AlreadyClosedException e) {
            throw new NodeUnavailableException("index-opening", List.of(), "The search index is being opened again", e);
        } catch (IOException e) {
            throw new NodeUnavailableException("index-unreadable", List.of(String.valueOf(e.getMessage())),
                    "The search index cannot be read: " + e.getMessage(), e);
        }
    }

    private <T> T once(Work<T> work) throws IOException, QueryException {
        var searcher = searcher();
        try {
            return work.with(searcher);
        } finally {
            searcher.getIndexReader().decRef();
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
        return compile(query, clock.instant());
    }

    /** @param now what the query's relative times are relative to */
    Compiled compile(CdrQuery query, Instant now) throws QueryException {
        var compiled = compile(query.text(), now);
        return new Compiled(compiled.query(),
                Math.max(compiled.from(), query.from().map(at -> at.toEpochMilli()).orElse(Long.MIN_VALUE)),
                Math.min(compiled.to(), query.to().map(at -> at.toEpochMilli()).orElse(Long.MAX_VALUE)));
    }

    private Compiled compile(String text, Instant now) throws QueryException {
        try {
            return QueryCompiler.compile(text, now, zone, indexed);
        } catch (IndexSearcher.TooManyClauses e) { // of those that must all be true; of others the first are enough
            throw QueryError.TOO_MANY_PARTS.at(0, "", IndexSearcher.getMaxClauseCount());
        }
    }

    private Hits hits(IndexSearcher searcher, Compiled query, SearchBudget bounds) throws IOException {
        return cache.hits(searcher, query.query(), query.from(), query.to(), bounds);
    }

    private SearchBudget bounds() {
        return bounds(() -> false);
    }

    /** Of one part of an answer. @param givenUp true once nobody waits for it */
    SearchBudget bounds(BooleanSupplier givenUp) {
        return new SearchBudget(nanos, MAX_NANOS, givenUp);
    }

    @Override
    public SearchAnswer search(SearchRequest request) {
        return new SearchParts(this, request, clock.instant());
    }

    @Override
    public Page<CdrRow> rows(CdrQuery query, CdrOrder order, long offset, int limit)
            throws QueryException, NodeUnavailableException {
        return rows(compile(query), order, offset, limit, this::bounds);
    }

    Page<CdrRow> rows(Compiled query, CdrOrder by, long offset, int limit, Supplier<SearchBudget> bounds)
            throws QueryException, NodeUnavailableException {
        checkLimit(limit);
        if (offset < 0)
            throw new IllegalArgumentException("offset: " + offset);
        var order = known(by);
        return search(searcher -> {
            var hits = hits(searcher, query, bounds.get());
            var byTime = new TimeOrder(hits.leaves());
            long total = byTime.count();
            var ordering = bounds.get();
            var rows = offset >= total ? List.<CdrRow>of()
                    : pages.at(searcher, hits, query, order, offset, limit, ordering).stream().map(CdrRow::of).toList();
            return new Page<>(rows, total, Optional.empty(), hits.partial().or(ordering::partial));
        });
    }

    @Override
    public Page<Cdr> records(CdrQuery query, CdrOrder by, Optional<String> after, int limit)
            throws QueryException, NodeUnavailableException {
        checkLimit(limit);
        var order = known(by);
        var page = after.isEmpty() ? Continuation.first(clock.instant())
                : Continuation.read(after.get()).orElseThrow(LuceneCdrSearch::noPage);
        var compiled = compile(query, page.asked());
        var from = page.cursor().isEmpty() ? Optional.<FieldDoc>empty()
                : Optional.of(PageCursor.read(page.cursor().get(), order).orElseThrow(LuceneCdrSearch::noPage));
        return search(searcher -> {
            var hits = hits(searcher, compiled, new SearchBudget(nanos, page.patience(MAX_NANOS)));
            var ordering = new SearchBudget(nanos, page.patience(MAX_NANOS));
            var found = pages.after(searcher, hits.leaves(), order, from, limit, ordering);
            var partial = hits.partial().or(ordering::partial);
            return partial.equals(Optional.of(Partial.TIME)) && page.canTryAgain()
                    ? new Page<>(List.of(), found.total(), Optional.of(page.again()), partial)
                    : new Page<>(found.items(), found.total(), found.next().map(page::next), partial);
        });
    }

    private static IllegalArgumentException noPage() {
        return new IllegalArgumentException("after is no page of this search");
    }

    /** Counts over the whole result. */
    CdrSummary figures(Compiled query, Set<CdrField> facets, int buckets, SearchBudget bounds)
            throws QueryException, NodeUnavailableException {
        return search(searcher -> {
            var hits = hits(searcher, query, bounds);
            var byTime = new TimeOrder(hits.leaves());
            boolean some = buckets > 0 && byTime.count() > 0;
            long start = query.from() != Long.MIN_VALUE ? query.from() : some ? byTime.oldest() : 0;
            long end = query.to() != Long.MAX_VALUE ? query.to() : some ? byTime.newest() + 1 : 0;
            return Summary.of(hits, columns, facets, Timeline.of(start, end, buckets, zone), workers, bounds);
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
    public List<AttributeAbout> attributes() {
        return indexer.attributes().get();
    }

    /** Counts values of a plug-in's field over the whole result: none of one that is not a facet. */
    SearchPart.AttributeFacet facet(Compiled query, String name, SearchBudget bounds) throws QueryException, NodeUnavailableException {
        var counted = attributes().stream().filter(it -> it.facet() && it.name().equalsIgnoreCase(name)).findFirst();
        if (counted.isEmpty())
            return new SearchPart.AttributeFacet(name, List.of(), Optional.empty());
        return search(searcher -> {
            var hits = hits(searcher, query, bounds);
            var values = AttributeFacets.count(counted.get(), hits.leaves(), bounds);
            return new SearchPart.AttributeFacet(name, values, hits.partial().or(bounds::partial));
        });
    }

    @Override
    public List<Completion> complete(String text, int caret) throws NodeUnavailableException {
        return look(searcher -> {
            var bounds = new SearchBudget(nanos, COUNTING_NANOS);
            var values = new IndexedValues(searcher.getIndexReader(), columns, query -> count(searcher, query, bounds));
            return new Completer(values, attributes()).complete(text, Math.clamp(caret, 0, text.length()));
        });
    }

    /** Empty where there is no time. */
    private OptionalLong count(IndexSearcher searcher, String text, SearchBudget bounds) throws IOException {
        if (bounds.isOver())
            return OptionalLong.empty();
        try {
            var query = compile(text, clock.instant()).query();
            int count = bounds.in(() -> searcher.count(query));
            return bounds.partial().isEmpty() ? OptionalLong.of(count) : OptionalLong.empty();
        } catch (QueryException _) {
            return OptionalLong.empty(); // a value that the language cannot say is offered all the same
        }
    }

    @Override
    public Watch watch(Consumer<List<CdrRow>> listener) {
        return indexer.watch(listener);
    }

    @Override
    public void close() {
        workers.close();
    }

    private AttributeAbout attribute(String name) {
        return attributes().stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no plug-in adds the field " + name));
    }

    /** Ids are in the order of time; an attribute is called by its column. @throws IllegalArgumentException if records cannot be sorted by this field */
    private CdrOrder known(CdrOrder order) {
        if (order.attribute().isPresent())
            return CdrOrder.byAttribute(AttributeColumns.name(attribute(order.attribute().get())), order.descending());
        if (!order.field().isSortable())
            throw new IllegalArgumentException("records are not sorted by " + order.field().fieldName());
        return order.field() == CdrField.ID ? new CdrOrder(CdrField.STARTED, order.descending()) : order;
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > SearchRequest.MOST_ROWS)
            throw new IllegalArgumentException("limit: " + limit);
    }
}
