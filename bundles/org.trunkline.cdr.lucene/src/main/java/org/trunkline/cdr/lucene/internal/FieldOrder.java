package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.MultiDocValues.MultiSortedDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.OrdinalMap;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.util.LongValues;
import org.jspecify.annotations.Nullable;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;

/** Results in the order of a figure or a number. The first pages come from a heap; for a page far down all is sorted once and kept. */
final class FieldOrder {
    private record Sorted(Object reader, Query query, long from, long to, CdrOrder order) {}

    private static final int HEAP = 20_000;
    /** Of the memory, what is kept: one result of ten million where a node has what it needs for these. */
    private static final int KEPT_SHARE = 8;
    private static final int DOC_BITS = 31;

    private final long most;
    private final Map<Sorted, long[]> kept = new LinkedHashMap<>(8, 0.75f, true);

    FieldOrder() {
        this(Runtime.getRuntime().maxMemory() / KEPT_SHARE / Long.BYTES);
    }

    /** @param most records of results that are kept */
    FieldOrder(long most) {
        this.most = most;
    }

    /** @throws IllegalArgumentException if records cannot be sorted by this field */
    static SortField sortField(CdrOrder order) {
        boolean down = order.descending();
        return switch (order.field()) {
            case STARTED -> new SortField(IndexFields.STARTED, SortField.Type.LONG, down);
            case DURATION, PDD, MOS, LOSS, JITTER, COST -> new SortField(order.field().fieldName(), SortField.Type.LONG, down,
                    down ? Long.MIN_VALUE : Long.MAX_VALUE); // without a value: last
            case FROM, TO -> new SortField(value(order.field()), SortField.Type.STRING, down,
                    down ? SortField.STRING_FIRST : SortField.STRING_LAST);
            default -> throw new IllegalArgumentException("records are not sorted by " + order.field().fieldName());
        };
    }

    private static String value(CdrField field) {
        return field.fieldName() + IndexFields.VALUE;
    }

    /** @return positions in the journal of up to {@code limit} records from the offset on */
    List<Long> page(IndexSearcher searcher, List<LeafHits> hits, QueryCompiler.Compiled query, CdrOrder order,
            long offset, int limit) throws IOException {
        var docs = new ArrayList<Integer>();
        if (offset + limit <= HEAP) {
            var top = top(searcher, hits, new Sort(sortField(order)), null, (int) (offset + limit));
            for (int i = (int) offset; i < top.scoreDocs.length; i++)
                docs.add(top.scoreDocs[i].doc);
        } else {
            long[] all = sorted(searcher.getIndexReader(), hits, query, order);
            for (long i = offset; i < Math.min(offset + limit, all.length); i++)
                docs.add((int) (all[(int) i] & (1L << DOC_BITS) - 1));
        }
        var positions = new ArrayList<Long>();
        for (int doc : docs)
            positions.add(position(searcher.getIndexReader(), doc));
        return positions;
    }

    /** By the field, then newest first; after a place. */
    static TopDocs after(IndexSearcher searcher, List<LeafHits> hits, CdrOrder order,
            @Nullable FieldDoc after, int limit) throws IOException {
        var byTime = IndexFields.ORDER.getSort();
        return top(searcher, hits, new Sort(sortField(order), byTime[0], byTime[1]), after, limit);
    }

    private static TopDocs top(IndexSearcher searcher, List<LeafHits> hits, Sort sort,
            @Nullable FieldDoc after, int n) throws IOException {
        return searcher.search(new HitsQuery(hits), new TopFieldCollectorManager(sort, n, after, 1));
    }

    static long position(IndexReader reader, int doc) throws IOException {
        var leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
        var positions = DocValues.getNumeric(leaf.reader(), IndexFields.POSITION);
        positions.advance(doc - leaf.docBase);
        return positions.longValue();
    }

    /** Keys above, documents below, in order. Equal keys keep the order of the documents, as Lucene's heap does. */
    private long[] sorted(IndexReader reader, List<LeafHits> hits, QueryCompiler.Compiled query, CdrOrder order)
            throws IOException {
        var key = new Sorted(reader.getReaderCacheHelper().getKey(), query.query(), query.from(), query.to(), order);
        synchronized (kept) {
            var known = kept.get(key);
            if (known != null)
                return known;
        }
        var all = new long[hits.stream().mapToInt(LeafHits::count).sum()];
        int n = 0;
        var ranks = new Ranks(reader, order);
        for (var leaf : hits) {
            ranks.in(leaf.leaf());
            for (int doc = leaf.next(0); doc != DocIdSetIterator.NO_MORE_DOCS; doc = leaf.next(doc + 1))
                all[n++] = ranks.of(doc) << DOC_BITS | leaf.leaf().docBase + doc;
        }
        Arrays.parallelSort(all);
        keep(key, all);
        return all;
    }

    /** Of this state of the index only: nobody asks an older one again. */
    private void keep(Sorted key, long[] all) {
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

    /** How many records are in the results kept. */
    long kept() {
        synchronized (kept) {
            return kept.values().stream().mapToLong(it -> it.length).sum();
        }
    }

    /** Numbers that order records as the field does, from 0 to 2^32. */
    private static final class Ranks {
        private static final long LAST = (1L << 32) - 1;
        private final CdrOrder order;
        private final boolean numeric;
        private final Optional<OrdinalMap> global;
        private NumericDocValues numbers = DocValues.emptyNumeric();
        private SortedDocValues words = DocValues.emptySorted();
        private LongValues toGlobal = LongValues.IDENTITY;

        Ranks(IndexReader reader, CdrOrder order) throws IOException {
            this.order = order;
            numeric = switch (order.field()) {
                case DURATION, PDD, MOS, LOSS, JITTER, COST -> true;
                default -> false;
            };
            global = numeric ? Optional.empty() : map(reader, value(order.field()));
        }

        /** None where there is but one segment. */
        private static Optional<OrdinalMap> map(IndexReader reader, String field) throws IOException {
            return MultiDocValues.getSortedValues(reader, field) instanceof MultiSortedDocValues many
                    ? Optional.of(many.mapping) : Optional.empty();
        }

        void in(LeafReaderContext leaf) throws IOException {
            if (numeric) {
                numbers = DocValues.getNumeric(leaf.reader(), order.field().fieldName());
                return;
            }
            words = DocValues.getSorted(leaf.reader(), value(order.field()));
            toGlobal = global.map(map -> map.getGlobalOrds(leaf.ord)).orElse(LongValues.IDENTITY);
        }

        /** Costs may be larger than there is room for: those are told apart by their first seven digits. */
        private long rank(long value) {
            return order.field() == CdrField.COST ? Float.floatToIntBits(value) : value;
        }

        long of(int doc) throws IOException {
            long rank;
            if (numeric)
                rank = numbers.advanceExact(doc) ? rank(numbers.longValue()) : -1;
            else
                rank = words.advanceExact(doc) ? toGlobal.get(words.ordValue()) : -1;
            return rank < 0 ? LAST : order.descending() ? LAST - 1 - rank : rank;
        }
    }
}
