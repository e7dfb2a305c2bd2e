package org.trunkline.cdr.lucene.internal.columns;

import java.util.Optional;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Which records of one segment were found, between two of them.
 *
 * @param matches those found in the whole segment
 * @param low first record looked at
 * @param high one past the last
 */
public record LeafHits(LeafReaderContext leaf, Matches matches, LeafTimes times, int low, int high) {

    /** The same stretch with fewer found. */
    public LeafHits only(Matches fewer) {
        return new LeafHits(leaf, fewer, times, low, high);
    }

    /** Whether all between the bounds are found. */
    public boolean isAll() {
        return count() == high - low;
    }

    /** Whether all of the segment are. */
    public boolean isWhole() {
        return low == 0 && high == leaf.reader().maxDoc() && isAll();
    }

    /** Those of the segment that were not found, where they are fewer and there are no records but these. */
    public Optional<LeafHits> fewerOthers() {
        var reader = leaf.reader();
        return low == 0 && high == reader.maxDoc() && reader.getLiveDocs() == null && count() > high / 2
                ? Optional.of(only(matches.others(high))) : Optional.empty();
    }

    public int count() {
        return high <= low ? 0 : matches.rank(high) - matches.rank(low);
    }

    /** How many are found before a record, within the bounds. */
    public int countBefore(int doc) {
        int end = Math.clamp(doc, low, Math.max(low, high));
        return matches.rank(end) - matches.rank(low);
    }

    /** The first found at or after a record; {@link DocIdSetIterator#NO_MORE_DOCS} where none is. */
    public int next(int doc) {
        int from = Math.max(doc, low);
        return from >= high ? DocIdSetIterator.NO_MORE_DOCS : matches.next(from, high);
    }

    /** The last found, or -1. */
    public int last() {
        if (count() == 0)
            return -1;
        return matches.last(high);
    }

    /** From the first on, as far as there is time. */
    public DocIdSetIterator iterator(SearchBudget bounds) {
        return new DocIdSetIterator() {
            private int doc = -1;
            private int seen;

            @Override
            public int docID() {
                return doc;
            }

            @Override
            public int nextDoc() {
                return advance(doc + 1);
            }

            @Override
            public int advance(int target) {
                doc = ++seen % SearchBudget.STEP == 0 && bounds.isOver() ? NO_MORE_DOCS : next(target);
                return doc;
            }

            @Override
            public long cost() {
                return count();
            }
        };
    }
}
