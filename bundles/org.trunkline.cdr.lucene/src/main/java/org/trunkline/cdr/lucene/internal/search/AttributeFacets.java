package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrSummary.Count;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;

/** How often each value of a plug-in's field was found. A record costs a look at its column: bounded in time. */
final class AttributeFacets {
    private static final int MOST = 50;
    /** Different values of a segment that are told apart: of more, the most frequent ones. */
    private static final int MOST_OF_SEGMENT = 5_000;

    private AttributeFacets() {}

    /** Most frequent first; numbers and times are not counted. */
    static List<Count> count(AttributeAbout attribute, List<LeafHits> hits, SearchBudget bounds) throws IOException {
        if (AttributeColumns.isNumeric(attribute.type()))
            return List.of();
        var counts = new HashMap<String, Long>();
        for (var leaf : hits)
            if (!bounds.isOver())
                count(AttributeColumns.name(attribute), leaf, bounds, counts);
        return counts.entrySet().stream().map(it -> new Count(it.getKey(), it.getValue()))
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value)).limit(MOST).toList();
    }

    private static void count(String column, LeafHits leaf, SearchBudget bounds, Map<String, Long> counts) throws IOException {
        var values = DocValues.getSorted(leaf.leaf().reader(), column);
        if (values.getValueCount() == 0)
            return;
        var byOrd = new int[values.getValueCount()];
        var found = leaf.iterator(bounds);
        for (int doc = found.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = found.nextDoc())
            if (values.advanceExact(doc))
                byOrd[values.ordValue()]++;
        var ords = IntStream.range(0, byOrd.length).filter(ord -> byOrd[ord] > 0).boxed();
        var frequent = byOrd.length <= MOST_OF_SEGMENT ? ords
                : ords.sorted(Comparator.comparingInt((Integer ord) -> byOrd[ord]).reversed()).limit(MOST_OF_SEGMENT);
        for (int ord : frequent.toList())
            counts.merge(values.lookupOrd(ord).utf8ToString(), (long) byOrd[ord], Long::sum);
    }
}
