package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.query.QueryText;
import org.trunkline.query.complete.KnownValues;
import org.trunkline.query.record.Facets;
import org.trunkline.query.value.NumberForms;

/** The values of the records in the index, for completion. */
final class IndexedValues implements KnownValues {
    private final IndexReader reader;
    private final Columns columns;
    private final Counter counter;

    IndexedValues(IndexReader reader, Columns columns, Counter counter) {
        this.reader = reader;
        this.columns = columns;
        this.counter = counter;
    }

    /** The number of records that a search finds; empty where there is no time to count them. */
    @FunctionalInterface
    interface Counter {
        OptionalLong count(String query) throws IOException;
    }

    @Override
    public List<Counted> of(CdrField field, String prefix, int most) throws IOException {
        var likely = likely(field, prefix);
        likely.remove(""); // nobody could write it
        boolean exact = Facets.FIELDS.contains(field) && !reader.hasDeletions();
        var counted = new ArrayList<Counted>();
        for (String value : FrequentValues.best(likely, most).toList())
            counted.add(new Counted(value, exact ? OptionalLong.of(likely.getOrDefault(value, 0L))
                    : counter.count(QueryText.clause(field, value))));
        return counted;
    }

    @Override
    public List<Counted> of(AttributeAbout attribute, String prefix, int most) throws IOException {
        if (AttributeColumns.isNumeric(attribute.type()))
            return List.of();
        var likely = new HashMap<String, Long>();
        for (var leaf : reader.leaves())
            terms(leaf.reader().terms(AttributeColumns.terms(attribute)), new BytesRef(prefix), likely);
        return FrequentValues.best(likely, most)
                .map(value -> new Counted(value, OptionalLong.of(likely.getOrDefault(value, 0L)))).toList();
    }

    private static void terms(@Nullable Terms terms, BytesRef prefix, Map<String, Long> found) throws IOException {
        if (terms == null)
            return;
        var each = terms.iterator();
        if (each.seekCeil(prefix) == TermsEnum.SeekStatus.END)
            return;
        int seen = 0;
        for (var term = each.term(); term != null && StringHelper.startsWith(term, prefix) && seen++ < SearchBudget.MOST_TERMS; term = each
                .next())
            found.merge(term.utf8ToString(), (long) each.docFreq(), Long::sum);
    }

    /** Values that begin so, with the number of records that have them, or about that number. */
    private Map<String, Long> likely(CdrField field, String prefix) throws IOException {
        var found = new HashMap<String, Long>();
        var frequent = new FrequentValues(reader, columns);
        switch (field) {
            case TRUNK, ROUTE, DIRECTION, CAUSE, STATUS, CODEC, ENDED_BY, REJECTED, ORIGIN, FINDING, CURRENCY, POLICY, ADVICE ->
                found.putAll(facets(field, prefix));
            case PEER -> frequent.add(field, prefix, found);
            case FROM, TO, NUMBER -> {
                String plain = NumberForms.plain(prefix);
                for (var side : field == CdrField.NUMBER ? List.of(CdrField.FROM, CdrField.TO) : List.of(field)) {
                    frequent.add(side, plain, found);
                    if (!plain.isEmpty() && Character.isDigit(plain.charAt(0)))
                        frequent.add(side, "+" + plain, found);
                }
            }
            default -> {
                // not counted
            }
        }
        return found;
    }

    private Map<String, Long> facets(CdrField field, String prefix) throws IOException {
        var counts = new HashMap<String, Long>();
        for (var leaf : reader.leaves()) {
            var of = columns.of(leaf.reader());
            for (int i = 0; i < of.facets().length; i++)
                for (String value : of.facets()[i].of(field))
                    if (value.toLowerCase(Locale.ROOT).startsWith(prefix))
                        counts.merge(value, (long) of.count(i), Long::sum);
        }
        return counts;
    }
}
