package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.trunkline.api.Partial;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.Matches;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.columns.Workers;
import org.trunkline.cdr.lucene.internal.match.AnyQuery;
import org.trunkline.cdr.lucene.internal.match.FacetQuery;
import org.trunkline.cdr.lucene.internal.match.FigureQuery;
import org.trunkline.cdr.lucene.internal.match.TermsQuery;

/**
 * Runs queries, and keeps what each found in each segment: these do not change but where records are taken out, so a second page, a chart beside
 * a table, or the same question a moment later, look only at the newest. Bounded by bytes. <b>Threads:</b> any.
 */
public final class HitCache {
    /** What was found in each segment. @param partial why not all was looked at; empty where it was */
    public record Hits(List<LeafHits> leaves, Optional<Partial> partial) {}

    private record Key(Query query, IndexReaderKey segment) {}

    /** Segments compare by identity. */
    private record IndexReaderKey(Object key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof IndexReaderKey(Object o) && o == key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(key);
        }
    }

    private static final int LONG = 1_000;
    private static final Comparator<LeafHits> NEWEST_LAST = Comparator.comparingLong(leaf -> leaf.times().newest());

    private final Columns columns;
    private final Workers workers;
    private final long maxBytes;
    private final Map<Key, Matches> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Set<IndexReaderKey> segments = new HashSet<>();
    private long bytes;

    public HitCache(Columns columns, Workers workers, long maxBytes) {
        this.columns = columns;
        this.workers = workers;
        this.maxBytes = maxBytes;
    }

    /**
     * @param from start time, inclusive, in milliseconds
     * @param to start time, exclusive
     */
    public Hits hits(IndexSearcher searcher, Query query, long from, long to, SearchBudget bounds) throws IOException {
        var weight = bounds.in(() -> searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1));
        var all = new ArrayList<LeafHits>();
        var unknown = new ArrayList<LeafHits>();
        for (var leaf : searcher.getIndexReader().leaves()) {
            var reader = leaf.reader();
            var leafTimes = columns.times(reader);
            int low = to == Long.MAX_VALUE ? 0 : leafTimes.firstBefore(reader, to);
            int high = from == Long.MIN_VALUE ? reader.maxDoc() : leafTimes.firstBefore(reader, from);
            if (low >= high)
                continue;
            var known = find(key(query, leaf));
            (known.isEmpty() ? unknown : all).add(new LeafHits(leaf, known.orElse(Matches.NONE), leafTimes, low, high));
        }
        unknown.sort(NEWEST_LAST.reversed()); // should there not be time for all
        var found = new ArrayList<Optional<LeafHits>>(Collections.nCopies(unknown.size(), Optional.empty()));
        workers.each(unknown.size(), i -> {
            if (!bounds.isOver())
                found.set(i, Optional.of(search(query, weight, unknown.get(i), bounds))); // each thread its own places
        });
        found.forEach(leaf -> leaf.ifPresent(all::add));
        all.sort(Comparator.comparingInt(leaf -> leaf.leaf().ord));
        return new Hits(all, bounds.partial());
    }

    private LeafHits search(Query query, Weight weight, LeafHits leaf, SearchBudget bounds) throws IOException {
        var matches = query instanceof FacetQuery facet && leaf.leaf().reader().getLiveDocs() == null
                ? facet.matches(leaf.leaf()) : bounds.in(() -> search(weight, leaf.leaf(), bounds));
        if (bounds.partial().isPresent() && excludes(query))
            return leaf.only(Matches.NONE); // of what to leave out a part is known
        if (bounds.partial().isEmpty() && !isLong(query) && keep(key(query, leaf.leaf()), matches))
            leaf.leaf().reader().getReaderCacheHelper().addClosedListener(closed -> forget(new IndexReaderKey(closed)));
        return leaf.only(matches);
    }

    /** Whether it leaves out what another query finds, which takes time. */
    private static boolean excludes(Query query) {
        return query instanceof BooleanQuery all && all.clauses().stream().anyMatch(clause -> excludes(clause.query())
                || clause.occur() == Occur.MUST_NOT && !isQuick(clause.query()))
                || query instanceof AnyQuery any && any.parts().stream().anyMatch(HitCache::excludes);
    }

    private static boolean isQuick(Query query) {
        return query instanceof FacetQuery || query instanceof FigureQuery || query instanceof TermQuery;
    }

    /** Whether the query itself takes more room than what it finds. */
    private static boolean isLong(Query query) {
        return query instanceof BooleanQuery all && all.clauses().stream().anyMatch(clause -> isLong(clause.query()))
                || query instanceof AnyQuery any && (any.parts().size() > LONG || any.parts().stream().anyMatch(HitCache::isLong))
                || query instanceof TermsQuery terms && terms.terms().size() > LONG;
    }

    private static Key key(Query query, LeafReaderContext leaf) {
        return new Key(query, new IndexReaderKey(leaf.reader().getReaderCacheHelper().getKey()));
    }

    private static Matches search(Weight weight, LeafReaderContext leaf, SearchBudget bounds) throws IOException {
        var scorer = weight.scorer(leaf);
        return scorer == null ? Matches.NONE
                : Matches.of(scorer.iterator(), leaf.reader().maxDoc(), leaf.reader().getLiveDocs(), bounds::isOver);
    }

    private void forget(IndexReaderKey segment) {
        synchronized (kept) {
            segments.remove(segment);
            kept.entrySet().removeIf(e -> {
                boolean gone = e.getKey().segment().equals(segment);
                if (gone)
                    bytes -= e.getValue().bytes();
                return gone;
            });
        }
    }

    private Optional<Matches> find(Key key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    /** @return whether it is the first of its segment */
    private boolean keep(Key key, Matches matches) {
        synchronized (kept) {
            boolean first = segments.add(key.segment());
            if (kept.put(key, matches) == null)
                bytes += matches.bytes();
            var oldest = kept.entrySet().iterator();
            while (bytes > maxBytes && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bytes();
                oldest.remove();
            }
            return first;
        }
    }
}
