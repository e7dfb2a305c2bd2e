package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;

/**
 * What was found, newest first. Each segment lies in that order, so a page far down is found by counting, not by
 * walking: a time is sought before which there are not quite as many, and only the rest is merged.
 */
final class TimeOrder {
    /** Where a record is, and its place in the order. */
    record Place(long started, long position) {}

    private static final int WALK = 4_000;

    private final List<LeafHits> hits;

    TimeOrder(List<LeafHits> hits) {
        this.hits = hits;
    }

    long count() {
        return hits.stream().mapToLong(LeafHits::count).sum();
    }

    /** @return up to {@code limit} places from the offset on */
    List<Place> page(long offset, int limit) throws IOException {
        if (offset >= count())
            return List.of();
        if (offset <= WALK)
            return merge(Long.MAX_VALUE, offset, limit);
        long low = Long.MAX_VALUE; // oldest start at or after this time
        long high = Long.MIN_VALUE;
        for (var leaf : hits) {
            high = Math.max(high, leaf.times().newest() + 1);
            low = Math.min(low, oldest(leaf));
        }
        // the count of what began at or after `high` is never above the offset
        long counted = 0;
        while (high - low > 1 && offset - counted > WALK) {
            long middle = low + (high - low) / 2;
            long count = countFrom(middle);
            if (count <= offset) {
                high = middle;
                counted = count;
            } else {
                low = middle;
            }
        }
        return merge(high, offset - counted, limit);
    }

    /** @return up to {@code limit} places that come after this one */
    List<Place> after(Place place, int limit) throws IOException {
        var merge = new Merge(place.started() + 1);
        var page = new ArrayList<Place>();
        while (page.size() < limit && merge.next()) {
            var now = merge.place();
            if (now.started() < place.started() || now.position() < place.position())
                page.add(now);
        }
        return page;
    }

    /** Start of the oldest found, in milliseconds; the largest long where nothing was. */
    long oldest() throws IOException {
        long oldest = Long.MAX_VALUE;
        for (var leaf : hits)
            oldest = Math.min(oldest, oldest(leaf));
        return oldest;
    }

    /** Start of the newest found; the smallest long where nothing was. */
    long newest() throws IOException {
        var first = merge(Long.MAX_VALUE, 0, 1);
        return first.isEmpty() ? Long.MIN_VALUE : first.getFirst().started();
    }

    private static long oldest(LeafHits leaf) throws IOException {
        int last = leaf.last();
        if (last < 0)
            return Long.MAX_VALUE;
        var started = leaf.leaf().reader().getNumericDocValues(IndexFields.STARTED);
        started.advance(last);
        return started.longValue();
    }

    private long countFrom(long time) throws IOException {
        long count = 0;
        for (var leaf : hits)
            count += leaf.countBefore(leaf.times().firstBefore(leaf.leaf().reader(), time));
        return count;
    }

    private List<Place> merge(long before, long skip, int limit) throws IOException {
        var merge = new Merge(before);
        for (long i = 0; i < skip; i++)
            merge.next();
        var page = new ArrayList<Place>();
        while (page.size() < limit && merge.next())
            page.add(merge.place());
        return page;
    }

    /** Walks over all segments at once. */
    private final class Merge {
        private final PriorityQueue<Walker> walkers = new PriorityQueue<>(
                (a, b) -> a.started != b.started ? Long.compare(b.started, a.started) : Long.compare(b.at, a.at));
        private Place now = new Place(0, 0);

        Merge(long before) throws IOException {
            for (var leaf : hits) {
                int first = before == Long.MAX_VALUE ? 0 : leaf.times().firstBefore(leaf.leaf().reader(), before);
                var walker = new Walker(leaf);
                if (walker.to(leaf.next(first)))
                    walkers.add(walker);
            }
        }

        boolean next() throws IOException {
            var first = walkers.poll();
            if (first == null)
                return false;
            now = new Place(first.started, first.at);
            if (first.to(first.leaf.next(first.doc + 1)))
                walkers.add(first);
            return true;
        }

        Place place() {
            return now;
        }
    }

    private static final class Walker {
        private final LeafHits leaf;
        private final NumericDocValues starts;
        private final NumericDocValues positions;
        private int doc;
        private long started;
        private long at;

        Walker(LeafHits leaf) throws IOException {
            this.leaf = leaf;
            starts = leaf.leaf().reader().getNumericDocValues(IndexFields.STARTED);
            positions = leaf.leaf().reader().getNumericDocValues(IndexFields.POSITION);
        }

        boolean to(int next) throws IOException {
            if (next == DocIdSetIterator.NO_MORE_DOCS)
                return false;
            doc = next;
            starts.advance(next);
            positions.advance(next);
            started = starts.longValue();
            at = positions.longValue();
            return true;
        }
    }
}
