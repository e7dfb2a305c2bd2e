package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;

/**
 * Numbers and peers that begin in some way, with about how many records have them. Of more than can be gone over in the
 * time between two keys: those that the newest records have most, trunks, and the first ones.
 */
final class FrequentValues {
    /** Terms gone over, in all segments together. */
    private static final int MAX_TERMS = 100_000;
    /** Newest records looked at, in all segments together. */
    private static final int MAX_RECORDS = 20_000;
    /** Whose records are counted where not all were gone over. */
    private static final int MANY = 100;

    private final IndexReader reader;
    private final Columns columns;
    private final int maxTerms;

    FrequentValues(IndexReader reader, Columns columns) {
        this(reader, columns, MAX_TERMS);
    }

    /** @param maxTerms gone over, in all segments together */
    FrequentValues(IndexReader reader, Columns columns, int maxTerms) {
        this.reader = reader;
        this.columns = columns;
        this.maxTerms = maxTerms;
    }

    /** Those with most records, the most first. */
    static Stream<String> best(Map<String, Long> counts, int many) {
        return counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).limit(many).map(Map.Entry::getKey);
    }

    /** @param field {@code from}, {@code to} or {@code peer} @param into to which they are added */
    void add(CdrField field, String prefix, Map<String, Long> into) throws IOException {
        var counts = new HashMap<String, Long>();
        if (!walk(field.fieldName(), prefix, counts)) {
            var some = new HashSet<String>();
            best(counts, MANY).forEach(some::add);
            (field == CdrField.PEER ? trunks(prefix) : best(newest(IndexFields.value(field), prefix), MANY)).forEach(some::add);
            counts.clear();
            for (String value : some)
                counts.put(value, (long) reader.docFreq(new Term(field.fieldName(), value)));
        }
        counts.forEach((value, n) -> into.merge(value, n, Long::sum));
    }

    /** Of each segment, of which there is one at least. */
    private int share(int most) {
        return 1 + most / reader.leaves().size();
    }

    /** @return whether all that begin so were gone over */
    private boolean walk(String field, String prefix, Map<String, Long> counts) throws IOException {
        boolean all = true;
        var start = new BytesRef(prefix);
        for (var leaf : reader.leaves()) {
            var terms = leaf.reader().terms(field);
            if (terms == null)
                continue;
            var each = terms.iterator();
            int left = share(maxTerms);
            for (var term = each.seekCeil(start) == TermsEnum.SeekStatus.END ? null : each.term(); term != null; term = each
                    .next()) {
                String text = term.utf8ToString();
                if (!text.startsWith(prefix))
                    break;
                if (left-- == 0) {
                    all = false;
                    break;
                }
                counts.merge(text, (long) each.docFreq(), Long::sum);
            }
        }
        return all;
    }

    private Map<String, Long> newest(String column, String prefix) throws IOException {
        var counts = new HashMap<String, Long>();
        for (var leaf : reader.leaves())
            newest(leaf.reader(), column).forEach((value, n) -> Stream.of(value.split(String.valueOf(IndexFields.NEXT_FORM)))
                    .filter(form -> form.startsWith(prefix)).forEach(form -> counts.merge(form, n, Long::sum)));
        return counts;
    }

    private Map<String, Long> newest(LeafReader leaf, String column) throws IOException {
        var values = DocValues.getSorted(leaf, column);
        var byOrd = new HashMap<Integer, Long>();
        for (int doc = 0; doc < Math.min(leaf.maxDoc(), share(MAX_RECORDS)); doc++) // newest first, as all segments are
            if (values.advanceExact(doc))
                byOrd.merge(values.ordValue(), 1L, Long::sum);
        var counts = new HashMap<String, Long>();
        for (var entry : byOrd.entrySet())
            counts.put(values.lookupOrd(entry.getKey()).utf8ToString(), entry.getValue());
        return counts;
    }

    /** All of them: most calls have one as their peer. */
    private Stream<String> trunks(String prefix) throws IOException {
        var names = new HashSet<String>();
        for (var leaf : reader.leaves())
            names.addAll(columns.of(leaf.reader()).values(CdrField.TRUNK).names());
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).filter(name -> name.startsWith(prefix));
    }
}
