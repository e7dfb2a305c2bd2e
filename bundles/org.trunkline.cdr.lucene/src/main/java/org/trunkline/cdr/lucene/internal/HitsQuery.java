package org.trunkline.cdr.lucene.internal;

import java.util.List;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;

/** What was found already, for Lucene to sort. Good for one searcher. */
final class HitsQuery extends SegmentQuery {
    private final List<LeafHits> hits;

    HitsQuery(List<LeafHits> hits) {
        super(hits);
        this.hits = hits;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext context) {
        return hits.stream().filter(leaf -> leaf.leaf().ord == context.ord && leaf.count() > 0).findFirst()
                .map(LeafHits::iterator).orElse(DocIdSetIterator.empty());
    }
}
