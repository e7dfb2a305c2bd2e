package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.cdr.lucene.internal.LeafHits.Matches;

/**
 * Runs queries, and keeps what each found in each segment: segments do not change, so a second page, a chart beside
 * a table, or the same question a moment later, look only at the newest. Bounded by bytes. <b>Threads:</b> any.
 */
final class HitCache {
    /** A search that takes longer is ended. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("the search took too long");
        }
    }

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

    private static final int LOOK_AT_CLOCK = 1 << 14;

    private final long maxBytes;
    private final long maxNanos;
    private final Map<Key, Matches> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<IndexReaderKey, LeafTimes> times = new ConcurrentHashMap<>();
    private long bytes;

    HitCache(long maxBytes, long maxNanos) {
        this.maxBytes = maxBytes;
        this.maxNanos = maxNanos;
    }

    /**
     * @param from start time, inclusive, in milliseconds
     * @param to start time, exclusive
     */
    List<LeafHits> hits(IndexSearcher searcher, Query query, long from, long to) throws IOException {
        long deadline = System.nanoTime() + maxNanos;
        var rewritten = searcher.rewrite(query);
        var weight = searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1);
        var all = new ArrayList<LeafHits>();
        for (var leaf : searcher.getIndexReader().leaves()) {
            var leafTimes = times(leaf);
            var reader = leaf.reader();
            int low = to == Long.MAX_VALUE ? 0 : leafTimes.firstBefore(reader, to);
            int high = from == Long.MIN_VALUE ? reader.maxDoc() : leafTimes.firstBefore(reader, from);
            if (low >= high)
                continue;
            var key = new Key(query, new IndexReaderKey(reader.getCoreCacheHelper().getKey()));
            var known = find(key);
            var matches = known.isPresent() ? known.get() : search(weight, leaf, deadline);
            if (known.isEmpty())
                keep(key, matches);
            all.add(new LeafHits(leaf, matches, leafTimes, low, high));
        }
        return all;
    }

    private static Matches search(Weight weight, LeafReaderContext leaf, long deadline) throws IOException {
        var scorer = weight.scorer(leaf);
        var found = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
        var live = leaf.reader().getLiveDocs();
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        int seen = 0;
        for (int doc = found.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = found.nextDoc()) {
            if (live == null || live.get(doc))
                bits.set(doc);
            if (++seen % LOOK_AT_CLOCK == 0 && System.nanoTime() - deadline > 0)
                throw new TooLongException();
        }
        return new Matches(bits);
    }

    private LeafTimes times(LeafReaderContext leaf) throws IOException {
        var helper = leaf.reader().getCoreCacheHelper();
        var key = new IndexReaderKey(helper.getKey());
        var known = times.get(key);
        if (known != null)
            return known;
        var made = new LeafTimes(leaf.reader());
        if (times.putIfAbsent(key, made) == null)
            helper.addClosedListener(_ -> forget(key));
        return made;
    }

    private void forget(IndexReaderKey segment) {
        times.remove(segment);
        synchronized (kept) {
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

    private void keep(Key key, Matches matches) {
        synchronized (kept) {
            if (kept.put(key, matches) == null)
                bytes += matches.bytes();
            var oldest = kept.entrySet().iterator();
            while (bytes > maxBytes && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bytes();
                oldest.remove();
            }
        }
    }
}
