package org.trunkline.cdr.lucene.internal.columns;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a query finds in a segment, kept for the next time. Counts up to a record without looking at all. Few records are a
 * list: a bit for each of ten million would be a megabyte to clear, to walk and to collect for every number asked.
 */
public sealed interface Matches {
    Matches NONE = new Few(new int[0]);
    /** Room for so many at first. */
    int FIRST = 64;

    /** How many are found before a record. */
    int rank(int doc);

    /** The first from a record on and before another; {@link DocIdSetIterator#NO_MORE_DOCS} where none is. */
    int next(int from, int to);

    /** The last before a record, or -1. */
    int last(int before);

    /** The first from a record on and before another, as many as there is room for. @return how many; 0 where none is left */
    int fill(int from, int to, int[] docs);

    /** Of facets whose records were found, all of them and no others; empty where something else was asked. */
    default Optional<boolean[]> facets() {
        return Optional.empty();
    }

    /** Those of a segment that are not found. */
    Matches others(int size);

    /** Those that are also among others. @param others not to be used any more */
    Matches and(FixedBitSet others);

    long bytes();

    /**
     * All that a query finds in a segment, or what it found until it was over.
     *
     * @param live those that are not taken out; null for all
     */
    static Matches of(DocIdSetIterator found, int size, @Nullable Bits live, BooleanSupplier over) throws IOException {
        if (found.cost() > Few.most(size))
            return all(found, new FixedBitSet(size), live, over);
        var docs = new int[Math.min(Few.most(size), FIRST)];
        int count = 0;
        for (int doc = found.nextDoc(); doc < size; doc = found.nextDoc()) {
            if (count == Few.most(size)) {
                var bits = new FixedBitSet(size);
                for (int early : docs)
                    bits.set(early);
                bits.set(doc);
                return all(found, bits, live, over);
            }
            if (count == docs.length)
                docs = Arrays.copyOf(docs, Math.min(Few.most(size), 2 * count));
            if (live == null || live.get(doc))
                docs[count++] = doc;
            if ((doc & Few.STEP - 1) == 0 && over.getAsBoolean())
                break;
        }
        return count == 0 ? NONE : new Few(Arrays.copyOf(docs, count));
    }

    private static Matches all(DocIdSetIterator found, FixedBitSet bits, @Nullable Bits live, BooleanSupplier over)
            throws IOException {
        int size = bits.length();
        if (found.docID() < 0)
            found.nextDoc();
        for (int upTo = Many.STEP; found.docID() < size; upTo += Many.STEP) {
            found.intoBitSet(Math.min(upTo, size), bits, 0);
            if (over.getAsBoolean())
                break;
        }
        if (live != null)
            live.applyMask(bits, 0);
        return new Many(bits, Optional.empty());
    }

    /** A list of them, in order. */
    record Few(int[] docs) implements Matches {
        /** Found between two looks at the clock. */
        private static final int STEP = 1 << 10;
        private static final int OF = 128;

        /** More take as long as a bit for each. */
        private static int most(int size) {
            return size / OF;
        }

        private int place(int doc) {
            int at = Arrays.binarySearch(docs, doc);
            return at < 0 ? -at - 1 : at;
        }

        @Override
        public int rank(int doc) {
            return place(doc);
        }

        @Override
        public int next(int from, int to) {
            int at = place(from);
            return at < docs.length && docs[at] < to ? docs[at] : DocIdSetIterator.NO_MORE_DOCS;
        }

        @Override
        public int last(int before) {
            int at = place(before);
            return at == 0 ? -1 : docs[at - 1];
        }

        @Override
        public int fill(int from, int to, int[] into) {
            int begin = place(from);
            int count = Math.min(into.length, place(to) - begin);
            System.arraycopy(docs, begin, into, 0, Math.max(0, count));
            return Math.max(0, count);
        }

        @Override
        public Matches others(int size) {
            var others = new FixedBitSet(size);
            others.set(0, size);
            for (int doc : docs)
                others.clear(doc);
            return new Many(others, Optional.empty());
        }

        @Override
        public Matches and(FixedBitSet others) {
            return only(others::get);
        }

        /** Those that are wanted. */
        public Matches only(IntPredicate wanted) {
            return new Few(IntStream.of(docs).filter(wanted).toArray());
        }

        @Override
        public long bytes() {
            return (long) Integer.BYTES * docs.length + Long.BYTES * 3;
        }
    }

    /** A bit for each record of the segment. */
    final class Many implements Matches {
        /** Records between two looks at the clock. */
        private static final int STEP = 1 << 16;
        private static final int BLOCK_WORDS = 64;

        private final FixedBitSet bits;
        private final int[] before;
        private final Optional<boolean[]> facets;

        public Many(FixedBitSet bits, Optional<boolean[]> facets) {
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

        @Override
        public int rank(int doc) {
            long[] words = bits.getBits();
            int word = doc >> 6;
            int block = word / BLOCK_WORDS;
            int sum = before[block];
            for (int i = block * BLOCK_WORDS; i < word; i++)
                sum += Long.bitCount(words[i]);
            int rest = doc & 63;
            return rest == 0 ? sum : sum + Long.bitCount(words[word] & (1L << rest) - 1);
        }

        @Override
        public int next(int from, int to) {
            return bits.nextSetBit(from, to);
        }

        @Override
        public int last(int before) {
            return before == 0 ? -1 : bits.prevSetBit(before - 1);
        }

        @Override
        public int fill(int from, int to, int[] docs) {
            long[] words = bits.getBits();
            int n = 0;
            for (int word = from >> 6; word << 6 < to && n <= docs.length - Long.SIZE; word++) {
                long found = words[word];
                if (word == from >> 6)
                    found &= -1L << from;
                if (to - (word << 6) < Long.SIZE)
                    found &= (1L << to) - 1;
                for (; found != 0; found &= found - 1)
                    docs[n++] = (word << 6) + Long.numberOfTrailingZeros(found);
            }
            return n;
        }

        @Override
        public Matches others(int size) {
            var others = bits.clone();
            others.flip(0, size);
            return new Many(others, facets.map(Many::others));
        }

        private static boolean[] others(boolean[] wanted) {
            var others = new boolean[wanted.length];
            for (int ord = 0; ord < others.length; ord++)
                others[ord] = !wanted[ord];
            return others;
        }

        @Override
        public Matches and(FixedBitSet others) {
            others.and(bits);
            return new Many(others, Optional.empty());
        }

        @Override
        public Optional<boolean[]> facets() {
            return facets;
        }

        @Override
        public long bytes() {
            return bits.ramBytesUsed() + (long) Integer.BYTES * before.length + facets.map(wanted -> wanted.length).orElse(0);
        }
    }
}
