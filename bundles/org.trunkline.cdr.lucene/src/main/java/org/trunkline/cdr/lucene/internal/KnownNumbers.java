package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.List;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/** Records with one of these numbers. */
final class KnownNumbers extends SegmentQuery {
    /** Numbers sought between two looks at the clock. */
    private static final int STEP = 64;

    private final String field;
    private final List<BytesRef> numbers;

    /** @param asked what the numbers match @param numbers in order */
    KnownNumbers(NumberQuery.Key asked, List<BytesRef> numbers) {
        super(asked);
        field = asked.field();
        this.numbers = numbers;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        var terms = leaf.reader().terms(field);
        if (terms == null)
            return DocIdSetIterator.empty();
        var each = terms.iterator();
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        PostingsEnum postings = null;
        for (int i = 0; i < numbers.size(); i++) {
            if (i % STEP == STEP - 1 && Bounds.areReached())
                break;
            if (!each.seekExact(numbers.get(i)))
                continue;
            postings = each.postings(postings, PostingsEnum.NONE);
            postings.nextDoc();
            postings.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
        }
        return found(bits);
    }
}
