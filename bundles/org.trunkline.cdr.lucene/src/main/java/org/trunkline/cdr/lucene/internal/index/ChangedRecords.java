package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.match.StretchQuery;
import org.trunkline.spi.record.RecordBatch.Entry;
import org.trunkline.spi.record.ReplacedRecords.Stretch;

/**
 * Indexes anew those records that were changed in the journal, or takes them out; and forgets the numbers that no record
 * has any more. Segments with something taken out are written again afterwards, so that it is gone from the disk, too.
 * Nothing is committed here. One thread.
 */
final class ChangedRecords {
    private static final List<String> PARTIES = List.of(CdrField.FROM.fieldName(), CdrField.TO.fieldName());

    private final CdrIndex index;
    private final RecordDocument documents;
    /** Numbers of the records that went. */
    private final Set<String> gone = new HashSet<>();
    private boolean begun;
    private long again;

    ChangedRecords(CdrIndex index, RecordDocument documents) {
        this.index = index;
        this.documents = documents;
    }

    /** @param where in order @param entries what is there now */
    void replace(List<Stretch> where, List<Entry> entries) throws IOException {
        if (!begun)
            index.refresh();
        begun = true;
        gone.addAll(numbers(new StretchQuery(where)));
        index.writer().deleteDocuments(new StretchQuery(where));
        for (var entry : entries)
            index.writer().addDocument(documents.of(entry, index.numbers()));
        again += entries.size();
    }

    /** After the last. @return how many are indexed again */
    long end() throws IOException {
        index.refresh();
        index.numbers().forget(unused(gone));
        index.numbers().refresh();
        index.purge();
        return again;
    }

    /** All that the records have which go. */
    private Set<String> numbers(StretchQuery query) throws IOException {
        var numbers = new HashSet<String>();
        var searcher = index.searchers().acquire();
        try {
            var weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
            for (var leaf : searcher.getIndexReader().leaves()) {
                var found = weight.scorer(leaf);
                if (found == null)
                    continue;
                var bits = new FixedBitSet(leaf.reader().maxDoc());
                found.iterator().nextDoc();
                found.iterator().intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
                for (String party : PARTIES)
                    numbers(leaf.reader(), party, bits, numbers);
            }
        } finally {
            index.searchers().release(searcher);
        }
        return numbers;
    }

    private static void numbers(LeafReader reader, String party, FixedBitSet records, Set<String> numbers)
            throws IOException {
        var values = DocValues.getSorted(reader, party + IndexFields.VALUE);
        var ords = new FixedBitSet(Math.max(1, values.getValueCount()));
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc())
            if (records.get(doc))
                ords.set(values.ordValue());
        for (int ord = 0; ord < values.getValueCount(); ord++)
            if (ords.get(ord))
                numbers.addAll(List.of(values.lookupOrd(ord).utf8ToString().split(String.valueOf(IndexFields.NEXT_FORM))));
    }

    private List<String> unused(Set<String> numbers) throws IOException {
        var searcher = index.searchers().acquire();
        try {
            var unused = new ArrayList<String>();
            for (String number : numbers)
                if (!isUsed(searcher, number))
                    unused.add(number);
            return unused;
        } finally {
            index.searchers().release(searcher);
        }
    }

    private static boolean isUsed(IndexSearcher searcher, String number) throws IOException {
        for (String party : PARTIES)
            if (searcher.search(new TermQuery(new Term(party, number)), 1).scoreDocs.length > 0)
                return true;
        return false;
    }
}
