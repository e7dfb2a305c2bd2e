package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.lucene.index.LeafReaderContext;
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

    private static final Matches NOTHING = new Matches(new FixedBitSet(0));
    /** Records between two looks at the clock. */
    private static final int STEP = 1 << 16;

    private final Columns columns;
    private final Workers workers;
    private final long maxBytes;
    private final long maxNanos;
    private final Map<Key, Matches> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Set<IndexReaderKey> segments = new HashSet<>();
    private long bytes;

    HitCache(Columns columns, Workers workers, long maxBytes, long maxNanos) {
        this.columns = columns;
        this.workers = workers;
        this.maxBytes = maxBytes;
        this.maxNanos = maxNanos;
    }

    /**
     * @param from start time, inclusive, in milliseconds
     * @param to start time, exclusive
     */
    List<LeafHits> hits(IndexSearcher searcher, Query query, long from, long to) throws IOException {
        long deadline = System.nanoTime() + maxNanos;
        var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        var all = new ArrayList<LeafHits>();
        var unknown = new ArrayList<Integer>();
        for (var leaf : searcher.getIndexReader().leaves()) {
            var reader = leaf.reader();
            var leafTimes = columns.times(reader);
            int low = to == Long.MAX_VALUE ? 0 : leafTimes.firstBefore(reader, to);
            int high = from == Long.MIN_VALUE ? reader.maxDoc() : leafTimes.firstBefore(reader, from);
            if (low >= high)
                continue;
            var known = find(key(query, leaf));
            if (known.isEmpty())
                unknown.add(all.size());
            all.add(new LeafHits(leaf, known.orElse(NOTHING), leafTimes, low, high));
        }
        workers.each(unknown.size(), i -> {
            var leaf = all.get(unknown.get(i));
            var matches = search(weight, leaf.leaf(), deadline);
            if (keep(key(query, leaf.leaf()), matches))
                leaf.leaf().reader().getCoreCacheHelper().addClosedListener(closed -> forget(new IndexReaderKey(closed)));
            all.set(unknown.get(i), leaf.only(matches)); // each thread its own places
        });
        return all;
    }

    private static Key key(Query query, LeafReaderContext leaf) {
        return new Key(query, new IndexReaderKey(leaf.reader().getCoreCacheHelper().getKey()));
    }

    private static Matches search(Weight weight, LeafReaderContext leaf, long deadline) throws IOException {
        int size = leaf.reader().maxDoc();
        var bits = new FixedBitSet(size);
        var scorer = weight.scorer(leaf);
        if (scorer == null)
            return new Matches(bits);
        var found = scorer.iterator();
        found.nextDoc();
        for (int upTo = STEP; found.docID() < size; upTo += STEP) {
            found.intoBitSet(Math.min(upTo, size), bits, 0);
            if (System.nanoTime() - deadline > 0)
                throw new TooLongException();
        }
        var live = leaf.reader().getLiveDocs();
        if (live != null)
            live.applyMask(bits, 0);
        return new Matches(bits);
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
