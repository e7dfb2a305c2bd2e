package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.Optional;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * Which records of one segment were found, between two of them.
 *
 * @param matches those found in the whole segment
 * @param low first record looked at
 * @param high one past the last
 */
record LeafHits(LeafReaderContext leaf, Matches matches, LeafTimes times, int low, int high) {

    /** What a query finds in a segment, kept for the next time. Counts up to a record without looking at all. */
    static final class Matches {
        private static final int BLOCK_WORDS = 64;
        private final FixedBitSet bits;
        private final int[] before;
        private final Optional<boolean[]> facets;

        Matches(FixedBitSet bits) {
            this(bits, Optional.empty());
        }

        /** @param facets those whose records were found, all of them and no others */
        Matches(FixedBitSet bits, Optional<boolean[]> facets) {
            this.bits = bits;
            this.facets = facets;
            long[] words = bits.getBits();
            before = new int[words.length / BLOCK_WORDS + 1];
            int sum = 0;
            for (int i = 0; i < words.length; i++) {
                if (i % BLOCK_WORDS == 0)
                    before[i / BLOCK_WORDS] = sum;
                sum += Long.bitCount(words[i]);
            }
            if (words.length % BLOCK_WORDS == 0)
                before[words.length / BLOCK_WORDS] = sum;
        }

        /** How many are found before a record. */
        int rank(int doc) {
            long[] words = bits.getBits();
            int word = doc >> 6;
            int block = word / BLOCK_WORDS;
            int sum = before[block];
            for (int i = block * BLOCK_WORDS; i < word; i++)
                sum += Long.bitCount(words[i]);
            int rest = doc & 63;
            return rest == 0 ? sum : sum + Long.bitCount(words[word] & (1L << rest) - 1);
        }

        FixedBitSet bits() {
            return bits;
        }

        /** By their numbers in {@link LeafColumns}; empty where something else was asked. */
        Optional<boolean[]> facets() {
            return facets;
        }

        long bytes() {
            return bits.ramBytesUsed() + 4L * before.length + facets.map(wanted -> wanted.length).orElse(0);
        }
    }

    /** The same stretch with fewer found. */
    LeafHits only(Matches fewer) {
        return new LeafHits(leaf, fewer, times, low, high);
    }

    /** Whether all between the bounds are found. */
    boolean isAll() {
        return count() == high - low;
    }

    /** Whether all of the segment are. */
    boolean isWhole() {
        return low == 0 && high == leaf.reader().maxDoc() && isAll();
    }

    int count() {
        return high <= low ? 0 : matches.rank(high) - matches.rank(low);
    }

    /** How many are found before a record, within the bounds. */
    int countBefore(int doc) {
        int end = Math.clamp(doc, low, Math.max(low, high));
        return matches.rank(end) - matches.rank(low);
    }

    /** The first found at or after a record; {@link DocIdSetIterator#NO_MORE_DOCS} where none is. */
    int next(int doc) {
        int from = Math.max(doc, low);
        return from >= high ? DocIdSetIterator.NO_MORE_DOCS : matches.bits().nextSetBit(from, high);
    }

    /** The last found, or -1. */
    int last() {
        if (count() == 0)
            return -1;
        return matches.bits().prevSetBit(high - 1);
    }

    DocIdSetIterator iterator() {
        return new Within(new BitSetIterator(matches.bits(), matches.bits().length()), low, high);
    }

    /** An iterator between two records. */
    private static final class Within extends DocIdSetIterator {
        private final DocIdSetIterator all;
        private final int low;
        private final int high;
        private int doc = -1;

        Within(DocIdSetIterator all, int low, int high) {
            this.all = all;
            this.low = low;
            this.high = high;
        }

        @Override
        public int docID() {
            return doc;
        }

        @Override
        public int nextDoc() throws IOException {
            return advance(doc + 1);
        }

        @Override
        public int advance(int target) throws IOException {
            int from = Math.max(target, low);
            doc = from >= high ? NO_MORE_DOCS : all.advance(from);
            if (doc >= high)
                doc = NO_MORE_DOCS;
            return doc;
        }

        @Override
        public long cost() {
            return all.cost();
        }
    }
}
