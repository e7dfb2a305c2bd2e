package org.trunkline.cdr.lucene.internal.match;

import java.util.List;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;

/** What was found already, for Lucene to sort as far as there is time. Good for one searcher. */
public final class HitsQuery extends SegmentQuery {
    private final List<LeafHits> hits;
    private final SearchBudget bounds;

    public HitsQuery(List<LeafHits> hits, SearchBudget bounds) {
        super(hits);
        this.hits = hits;
        this.bounds = bounds;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext context) {
        return hits.stream().filter(leaf -> leaf.leaf().ord == context.ord && leaf.count() > 0).findFirst()
                .map(leaf -> leaf.iterator(bounds)).orElse(DocIdSetIterator.empty());
    }
}
