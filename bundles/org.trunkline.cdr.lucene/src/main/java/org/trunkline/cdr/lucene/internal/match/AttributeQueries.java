package org.trunkline.cdr.lucene.internal.match;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.domain.cdr.Attribute.Type;
import org.trunkline.query.tree.Clause;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.tree.QueryError;
import org.trunkline.query.value.Measures.Span;
import org.trunkline.query.value.WordValues;

/** What is asked of fields that plug-ins add. */
final class AttributeQueries {
    private final WordValues values;
    private final BiFunction<String, Integer, QueryException> notOrdered;

    /** @param notOrdered what is wrong with a comparison of a field, by its name and the position of the value */
    AttributeQueries(WordValues values, BiFunction<String, Integer, QueryException> notOrdered) {
        this.values = values;
        this.notOrdered = notOrdered;
    }

    Query match(AttributeAbout attribute, Word word) throws QueryException {
        if (word.isAny())
            return new AttributeQuery(attribute, new AttributeTest.Any());
        return switch (attribute.type()) {
            case TEXT -> text(attribute, word);
            case BOOLEAN -> term(attribute, yesOrNo(word));
            case NUMBER -> {
                long number = values.whole(word);
                yield range(attribute, number, number);
            }
            case TIME -> range(attribute, values.instant(word));
        };
    }

    private static Query text(AttributeAbout attribute, Word word) {
        String pattern = QueryCompiler.wildcards(word);
        return QueryCompiler.isPattern(pattern) ? new AttributeQuery(attribute, new AttributeTest.Like(pattern))
                : term(attribute, pattern);
    }

    private static Query term(AttributeAbout attribute, String value) {
        return new TermQuery(new Term(AttributeColumns.terms(attribute), value));
    }

    private String yesOrNo(Word word) throws QueryException {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> "true";
            case "false", "no", "0" -> "false";
            default -> throw values.wrong(QueryError.NOT_BOOLEAN, word, Optional.of("true"));
        };
    }

    Query compare(AttributeAbout attribute, Operator operator, Word word) throws QueryException {
        if (attribute.type() == Type.TIME)
            return range(attribute, values.compareTime(operator, word));
        if (attribute.type() != Type.NUMBER)
            throw notOrdered.apply(attribute.name(), word.position());
        long number = values.whole(word);
        return switch (operator) {
            case LESS -> below(attribute, Long.MIN_VALUE, number);
            case AT_MOST -> range(attribute, Long.MIN_VALUE, number);
            case MORE -> above(attribute, number, Long.MAX_VALUE);
            case AT_LEAST -> range(attribute, number, Long.MAX_VALUE);
        };
    }

    Query between(Clause.AttributeBetween it) throws QueryException {
        var attribute = it.attribute();
        if (attribute.type() == Type.TIME)
            return range(attribute, values.betweenTimes(it.low(), it.lowIncluded(), it.high(), it.highIncluded()));
        if (attribute.type() != Type.NUMBER)
            throw notOrdered.apply(attribute.name(), it.low().position());
        long low = it.low().isAny() ? Long.MIN_VALUE : values.whole(it.low());
        long high = it.high().isAny() ? Long.MAX_VALUE : values.whole(it.high());
        if (!it.lowIncluded() && !it.low().isAny() && low == Long.MAX_VALUE
                || !it.highIncluded() && !it.high().isAny() && high == Long.MIN_VALUE)
            return MatchNoDocsQuery.INSTANCE;
        return range(attribute, it.lowIncluded() || it.low().isAny() ? low : low + 1,
                it.highIncluded() || it.high().isAny() ? high : high - 1);
    }

    private static Query below(AttributeAbout attribute, long low, long end) {
        return end == Long.MIN_VALUE ? MatchNoDocsQuery.INSTANCE : range(attribute, low, end - 1);
    }

    private static Query above(AttributeAbout attribute, long begin, long high) {
        return begin == Long.MAX_VALUE ? MatchNoDocsQuery.INSTANCE : range(attribute, begin + 1, high);
    }

    private static Query range(AttributeAbout attribute, Span span) {
        return below(attribute, span.from(), span.to());
    }

    private static Query range(AttributeAbout attribute, long low, long high) {
        return low > high ? MatchNoDocsQuery.INSTANCE : new AttributeQuery(attribute, new AttributeTest.Between(low, high));
    }
}
