package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.search.HitCache.Hits;

/**
 * Pages far down in the order of a figure or a number. All that was found is sorted once and kept, for who scrolls comes
 * again. One result at a time is put in order: who wants the same one waits and has it then, who wants another waits too.
 *
 * <p><b>Memory:</b> eight bytes a record of what is kept, as much for the result being sorted, and the same again while it is:
 * three eighths of the heap at most, however many ask. A result too large for that is never sorted as a whole: where the page
 * lies is found by counting, in some walks over the result for each page. The order of numbers takes a map of all that
 * occur besides, while one result is put in order. <b>Threads:</b> any.
 */
public final class DeepPages {
    /** A result in an order, of one state of the index. */
    private record Key(Object reader, Query query, long from, long to, CdrOrder order) {}

    /** @param low of the keys @param high one past them @param before how many keys are lower @param within how many there are */
    private record Stretch(long low, long high, long before, long within) {
        long end() {
            return before + within;
        }
    }

    /** Of the heap, one part: a result of ten million where a node has what it needs for these. */
    private static final int SHARE = 8;
    private static final int DOC_BITS = 31;
    /** Stretches of keys that are counted apart in one walk. */
    private static final int STRETCHES = 1 << 16;
    /** Between two looks at the clock by who waits. */
    private static final long LOOK_MS = 20;

    private final long most;
    private final Map<Key, long[]> kept = new LinkedHashMap<>(8, 0.75f, true);
    private final Semaphore sorting = new Semaphore(1);
    private volatile int sorted;

    public DeepPages() {
        this(Runtime.getRuntime().maxMemory() / SHARE / Long.BYTES);
    }

    /** @param most records that are kept, and that are sorted at once */
    public DeepPages(long most) {
        this.most = most;
    }

    /** @return documents; none where the time is over before the order is known */
    List<Integer> page(IndexReader reader, Hits hits, Compiled query, CdrOrder order, long offset, int limit, SearchBudget bounds)
            throws IOException {
        var key = new Key(reader.getReaderCacheHelper().getKey(), query.query(), query.from(), query.to(), order);
        boolean whole = hits.partial().isEmpty();
        var known = whole ? known(key) : Optional.<long[]>empty();
        if (known.isPresent())
            return page(known.get(), offset, limit);
        if (!begins(bounds))
            return List.of();
        try {
            known = whole ? known(key) : known; // made while this one waited
            if (known.isPresent())
                return page(known.get(), offset, limit);
            sorted++; // by one thread at a time
            var walk = new Walk(reader, hits.leaves(), order, bounds);
            if (walk.count() > most)
                return far(walk, offset, limit);
            var all = walk.keys(0, Long.MAX_VALUE, (int) walk.count());
            if (whole && all.isPresent())
                keep(key, all.get());
            return all.isEmpty() ? List.of() : page(all.get(), offset, limit);
        } finally {
            sorting.release();
        }
    }

    /** Waits for its turn; false where the time is over before. */
    private boolean begins(SearchBudget bounds) throws InterruptedIOException {
        try {
            while (!sorting.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS))
                if (bounds.isOver())
                    return false;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the records were in order");
        }
    }

    private static List<Integer> page(long[] sorted, long offset, int limit) {
        var docs = new ArrayList<Integer>();
        for (long i = offset; i < Math.min(offset + limit, sorted.length); i++)
            docs.add((int) (sorted[(int) i] & (1L << DOC_BITS) - 1));
        return docs;
    }

    /** Around the first of the page and around its last is a stretch of keys that there is room for. */
    private List<Integer> far(Walk walk, long offset, int limit) throws IOException {
        long last = Math.min(offset + limit, walk.count()) - 1;
        if (last < offset)
            return List.of();
        var begin = around(walk, offset);
        var end = begin.isPresent() && begin.get().end() <= last ? around(walk, last) : begin;
        if (begin.isEmpty() || end.isEmpty())
            return List.of();
        long before = begin.get().before();
        return walk.keys(begin.get().low(), end.get().high(), (int) (end.get().end() - before))
                .map(keys -> page(keys, offset - before, limit)).orElse(List.of());
    }

    /** Where a place in the order is, closer with each walk: empty where the time is over. */
    private Optional<Stretch> around(Walk walk, long place) throws IOException {
        var found = new Stretch(0, Long.MAX_VALUE, 0, walk.count());
        while (found.within() > most / 2 && found.high() - found.low() > 1) {
            long width = (found.high() - found.low()) / STRETCHES + 1;
            var counts = walk.counts(found.low(), found.high(), width);
            if (counts.isEmpty())
                return Optional.empty();
            int at = 0;
            long before = found.before();
            for (; before + counts.get()[at] <= place; at++)
                before += counts.get()[at];
            long low = found.low() + at * width;
            found = new Stretch(low, found.high() - low > width ? low + width : found.high(), before, counts.get()[at]);
        }
        return Optional.of(found);
    }

    private Optional<long[]> known(Key key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    /** Of this state of the index only: nobody asks an older one again. */
    private void keep(Key key, long[] all) {
        synchronized (kept) {
            kept.keySet().removeIf(it -> it.reader() != key.reader());
            kept.put(key, all);
            long size = kept();
            var oldest = kept.values().iterator();
            while (size > most && oldest.hasNext()) {
                size -= oldest.next().length;
                oldest.remove();
            }
        }
    }

    /** For tests: how many results were put in order. */
    int sorted() {
        return sorted;
    }

    /** How many records are in the results kept. */
    long kept() {
        synchronized (kept) {
            return kept.values().stream().mapToLong(it -> it.length).sum();
        }
    }

    /**
     * Goes over the records found. Their keys are in order as the records are: ranks above, documents below, so that those
     * of equal rank keep the order of the documents, as in Lucene's heap.
     */
    private record Walk(IndexReader reader, List<LeafHits> hits, CdrOrder order, SearchBudget bounds, Ranks ranks) {
        Walk(IndexReader reader, List<LeafHits> hits, CdrOrder order, SearchBudget bounds) throws IOException {
            this(reader, hits, order, bounds, new Ranks(reader, order));
        }

        long count() {
            return hits.stream().mapToLong(LeafHits::count).sum();
        }

        /** @return false where the time was over before all were seen */
        private boolean each(LongConsumer key) throws IOException {
            int seen = 0;
            for (var leaf : hits) {
                ranks.in(leaf.leaf());
                for (int doc = leaf.next(0); doc != DocIdSetIterator.NO_MORE_DOCS; doc = leaf.next(doc + 1)) {
                    if (seen++ % SearchBudget.STEP == 0 && bounds.isOver())
                        return false;
                    key.accept(ranks.of(doc) << DOC_BITS | leaf.leaf().docBase + doc);
                }
            }
            return true;
        }

        /** Those in a stretch, sorted. @param count how many they are */
        Optional<long[]> keys(long low, long high, int count) throws IOException {
            var keys = new long[count];
            var next = new int[1];
            if (!each(key -> {
                if (key >= low && key < high)
                    keys[next[0]++] = key;
            }))
                return Optional.empty();
            Arrays.parallelSort(keys);
            return Optional.of(keys);
        }

        /** How many are in each stretch of that width. */
        Optional<long[]> counts(long low, long high, long width) throws IOException {
            var counts = new long[STRETCHES];
            return each(key -> {
                if (key >= low && key < high)
                    counts[(int) ((key - low) / width)]++;
            }) ? Optional.of(counts) : Optional.empty();
        }
    }
}
