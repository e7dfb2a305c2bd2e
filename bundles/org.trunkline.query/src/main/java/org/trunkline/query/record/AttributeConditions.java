package org.trunkline.query.record;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Attribute.Type;
import org.trunkline.query.tree.Clause;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.tree.QueryError;
import org.trunkline.query.value.Measures.Span;
import org.trunkline.query.value.WordValues;

/** What a search asks of fields that plug-ins add. */
final class AttributeConditions {
    private final WordValues values;
    private final BiFunction<String, Integer, QueryException> notOrdered;

    /** @param notOrdered what is wrong with a comparison of a field, by its name and the position of the value */
    AttributeConditions(WordValues values, BiFunction<String, Integer, QueryException> notOrdered) {
        this.values = values;
        this.notOrdered = notOrdered;
    }

    Condition match(AttributeAbout attribute, Word word) throws QueryException {
        if (word.isAny())
            return new Condition.Added(attribute, new AttributeTest.Any());
        return switch (attribute.type()) {
            case TEXT -> new Condition.Added(attribute, text(word.pattern()));
            case BOOLEAN -> new Condition.Added(attribute, new AttributeTest.Equal(yesOrNo(word)));
            case NUMBER -> {
                long number = values.whole(word);
                yield range(attribute, number, number);
            }
            case TIME -> range(attribute, values.instant(word));
        };
    }

    private static AttributeTest text(String pattern) {
        boolean wild = pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '\\');
        return wild ? new AttributeTest.Like(pattern) : new AttributeTest.Equal(pattern);
    }

    private String yesOrNo(Word word) throws QueryException {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> "true";
            case "false", "no", "0" -> "false";
            default -> throw values.wrong(QueryError.NOT_BOOLEAN, word, Optional.of("true"));
        };
    }

    Condition compare(AttributeAbout attribute, Operator operator, Word word) throws QueryException {
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

    Condition between(Clause.AttributeBetween it) throws QueryException {
        var attribute = it.attribute();
        if (attribute.type() == Type.TIME)
            return range(attribute, values.betweenTimes(it.low(), it.lowIncluded(), it.high(), it.highIncluded()));
        if (attribute.type() != Type.NUMBER)
            throw notOrdered.apply(attribute.name(), it.low().position());
        long low = it.low().isAny() ? Long.MIN_VALUE : values.whole(it.low());
        long high = it.high().isAny() ? Long.MAX_VALUE : values.whole(it.high());
        boolean fromNext = !it.lowIncluded() && !it.low().isAny();
        boolean untilLast = !it.highIncluded() && !it.high().isAny();
        if (fromNext && low == Long.MAX_VALUE || untilLast && high == Long.MIN_VALUE)
            return new Condition.Nothing();
        return range(attribute, fromNext ? low + 1 : low, untilLast ? high - 1 : high);
    }

    private static Condition below(AttributeAbout attribute, long low, long end) {
        return end == Long.MIN_VALUE ? new Condition.Nothing() : range(attribute, low, end - 1);
    }

    private static Condition above(AttributeAbout attribute, long begin, long high) {
        return begin == Long.MAX_VALUE ? new Condition.Nothing() : range(attribute, begin + 1, high);
    }

    private static Condition range(AttributeAbout attribute, Span span) {
        return below(attribute, span.from(), span.to());
    }

    private static Condition range(AttributeAbout attribute, long low, long high) {
        return low > high ? new Condition.Nothing() : new Condition.Added(attribute, new AttributeTest.Between(low, high));
    }
}
