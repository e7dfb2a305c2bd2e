package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.match.HitsQuery;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.search.HitCache.Hits;

/** Results in the order of a figure or a number. The first pages come from a heap, a page far down from {@link DeepPages}. */
public final class FieldOrder {
    private static final int HEAP = 20_000;

    private final DeepPages deep;

    public FieldOrder(DeepPages deep) {
        this.deep = deep;
    }

    /** @param order of an attribute by its column @throws IllegalArgumentException if records cannot be sorted by this field */
    static SortField sortField(CdrOrder order) {
        boolean down = order.descending();
        if (order.attribute().isPresent()) {
            String column = order.attribute().get();
            return AttributeColumns.isNumeric(column) ? new SortField(column, SortField.Type.LONG, down, down ? Long.MIN_VALUE : Long.MAX_VALUE)
                    : new SortField(column, SortField.Type.STRING, down, down ? SortField.STRING_FIRST : SortField.STRING_LAST);
        }
        return switch (order.field()) {
            case STARTED -> new SortField(IndexFields.STARTED, SortField.Type.LONG, down);
            case DURATION, PDD, MOS, LOSS, JITTER, COST -> new SortField(order.field().fieldName(), SortField.Type.LONG, down,
                    down ? Long.MIN_VALUE : Long.MAX_VALUE); // without a value: last
            case FROM, NUMBER, TO, PEER -> new SortField(IndexFields.value(order.field()), SortField.Type.STRING, down,
                    down ? SortField.STRING_FIRST : SortField.STRING_LAST);
            default -> throw new IllegalArgumentException("records are not sorted by " + order.field().fieldName());
        };
    }

    /**
     * @param bounds of putting them in order
     * @return positions in the journal of up to {@code limit} records from the offset on
     */
    public List<Long> page(IndexSearcher searcher, Hits hits, Compiled query, CdrOrder order, long offset, int limit, SearchBudget bounds)
            throws IOException {
        var docs = new ArrayList<Integer>();
        if (offset + limit <= HEAP) {
            var top = top(searcher, hits.leaves(), new Sort(sortField(order)), null, (int) (offset + limit), bounds);
            for (int i = (int) offset; i < top.scoreDocs.length; i++)
                docs.add(top.scoreDocs[i].doc);
        } else {
            docs.addAll(deep.page(searcher.getIndexReader(), hits, query, order, offset, limit, bounds));
        }
        var positions = new ArrayList<Long>();
        for (int doc : docs)
            positions.add(position(searcher.getIndexReader(), doc));
        return positions;
    }

    /** By the field, then newest first; after a place. */
    static TopDocs after(IndexSearcher searcher, List<LeafHits> hits, CdrOrder order,
            @Nullable FieldDoc after, int limit, SearchBudget bounds) throws IOException {
        var byTime = IndexFields.ORDER.getSort();
        return top(searcher, hits, new Sort(sortField(order), byTime[0], byTime[1]), after, limit, bounds);
    }

    private static TopDocs top(IndexSearcher searcher, List<LeafHits> hits, Sort sort,
            @Nullable FieldDoc after, int n, SearchBudget bounds) throws IOException {
        return searcher.search(new HitsQuery(hits, bounds), new TopFieldCollectorManager(sort, n, after, 1));
    }

    static long position(IndexReader reader, int doc) throws IOException {
        var leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
        var positions = DocValues.getNumeric(leaf.reader(), IndexFields.POSITION);
        positions.advance(doc - leaf.docBase);
        return positions.longValue();
    }
}
