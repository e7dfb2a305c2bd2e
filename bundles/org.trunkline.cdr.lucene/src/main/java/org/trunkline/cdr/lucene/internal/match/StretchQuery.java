package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;
import java.util.List;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.spi.record.ReplacedRecords.Stretch;

/** Records that lie in some stretches of the journal. */
public final class StretchQuery extends SegmentQuery {
    private final long[] begins;
    private final long[] ends;

    /** @param where in order */
    public StretchQuery(List<Stretch> where) {
        super(where);
        begins = where.stream().mapToLong(Stretch::from).toArray();
        ends = where.stream().mapToLong(Stretch::to).toArray();
    }

    @Override
    DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        var positions = DocValues.getNumeric(leaf.reader(), IndexFields.POSITION);
        for (int doc = positions.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = positions.nextDoc())
            if (contains(positions.longValue()))
                bits.set(doc);
        return found(bits);
    }

    private boolean contains(long position) {
        int low = 0; // all before it end at or before the position
        int high = ends.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (ends[middle] <= position)
                low = middle + 1;
            else
                high = middle;
        }
        return low < begins.length && begins[low] <= position;
    }
}
