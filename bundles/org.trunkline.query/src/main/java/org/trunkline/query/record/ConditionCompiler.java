package org.trunkline.query.record;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.call.CallId;
import org.trunkline.query.tree.Clause;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.tree.QueryError;
import org.trunkline.query.tree.QueryFix;
import org.trunkline.query.tree.QueryParser;
import org.trunkline.query.tree.Suggestions;
import org.trunkline.query.value.FieldValues;
import org.trunkline.query.value.LadderPattern;
import org.trunkline.query.value.Measures.Span;
import org.trunkline.query.value.WordValues;

/** Makes of a search text the {@link Condition} that it means. */
public final class ConditionCompiler {
    private static final int MAX_FIXES = 8;
    private static final Condition EVERYTHING = new Condition.Everything();

    private final String text;
    private final QueryFix fix;
    private final WordValues values;
    private final AttributeConditions added;

    private ConditionCompiler(String text, Instant now, ZoneId zone) {
        this.text = text;
        fix = new QueryFix(text);
        values = new WordValues(text, now, zone);
        added = new AttributeConditions(values, this::notOrdered);
    }

    /**
     * @param now what relative times are relative to
     * @param zone of dates that name none
     * @param attributes fields that plug-ins add
     * @throws QueryException with a suggestion that can be searched, or none
     */
    public static SearchCondition compile(String text, Instant now, ZoneId zone, List<AttributeAbout> attributes)
            throws QueryException {
        try {
            return new ConditionCompiler(text, now, zone).top(QueryParser.parse(text, attributes));
        } catch (QueryException e) {
            throw new QueryException(e.code(), e.args(), String.valueOf(e.getMessage()), e.position(), fixed(e, now, zone, attributes));
        }
    }

    /** One mistake may hide others: each is fixed in turn. Empty where that leads to nothing. */
    private static String fixed(QueryException wrong, Instant now, ZoneId zone, List<AttributeAbout> attributes) {
        var last = wrong;
        for (int fixes = 0; fixes < MAX_FIXES && last.suggestion().isPresent(); fixes++) {
            String text = last.suggestion().get();
            try {
                new ConditionCompiler(text, now, zone).top(QueryParser.parse(text, attributes));
                return text;
            } catch (QueryException e) {
                last = e;
            }
        }
        return "";
    }

    private SearchCondition top(Clause clause) throws QueryException {
        var parts = clause instanceof Clause.And(var list) ? list : List.of(clause);
        var rest = new ArrayList<Clause>();
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        for (var part : parts) {
            var span = startTime(part);
            if (span.isEmpty()) {
                rest.add(part);
            } else {
                from = Math.max(from, span.get().from());
                to = Math.min(to, span.get().to());
            }
        }
        return new SearchCondition(rest.isEmpty() ? EVERYTHING : all(rest), from, to);
    }

    private Optional<Span> startTime(Clause part) throws QueryException {
        return switch (part) {
            case Clause.Match(var field, var word) when field.equals(Optional.of(CdrField.STARTED)) && !word.isAny() ->
                Optional.of(values.instant(word));
            case Clause.Compare(var field, var operator, var word) when field == CdrField.STARTED ->
                Optional.of(values.compareTime(operator, word));
            case Clause.Between between when between.field() == CdrField.STARTED -> Optional.of(values.betweenTimes(between));
            default -> Optional.empty();
        };
    }

    private Condition condition(Clause clause) throws QueryException {
        return switch (clause) {
            case Clause.All() -> EVERYTHING;
            case Clause.And(var parts) -> all(parts);
            case Clause.Or(var parts) -> new Condition.Any(each(parts));
            case Clause.Not(var part) -> new Condition.Not(condition(part));
            case Clause.Match(var field, var word) -> field.isEmpty() ? bare(word) : match(field.get(), word);
            case Clause.Compare(var field, var operator, var word) -> compare(field, operator, word);
            case Clause.Between between -> between(between);
            case Clause.AttributeMatch(var attribute, var word) -> added.match(attribute, word);
            case Clause.AttributeCompare(var attribute, var operator, var word) -> added.compare(attribute, operator, word);
            case Clause.AttributeBetween between -> added.between(between);
        };
    }

    private Condition all(List<Clause> parts) throws QueryException {
        return parts.size() == 1 ? condition(parts.getFirst()) : new Condition.All(each(parts));
    }

    private List<Condition> each(List<Clause> parts) throws QueryException {
        var all = new ArrayList<Condition>(parts.size());
        for (var part : parts)
            all.add(condition(part));
        return all;
    }

    /** A word without a field: a number, trunk, peer, cause, or the id of a call. */
    private Condition bare(Word word) throws QueryException {
        values.checkPieces(word);
        boolean anywhere = !word.quoted() && !word.isWild();
        String pattern = word.pattern();
        String part = anywhere ? "*" + pattern + "*" : pattern;
        var any = new ArrayList<Condition>();
        any.add(NumberConditions.of(CdrField.FROM, word, !word.quoted()));
        any.add(NumberConditions.of(CdrField.TO, word, !word.quoted()));
        any.add(new Condition.Like(CdrField.TRUNK, part));
        any.add(new Condition.Like(CdrField.CAUSE, part));
        any.add(like(CdrField.PEER, anywhere ? pattern + "*" : pattern));
        any.add(new Condition.Equal(CdrField.CALL_ID, word.text()));
        callId(word).ifPresent(id -> any.add(new Condition.Id(id, false)));
        return new Condition.Any(any);
    }

    private static Optional<CallId> callId(Word word) {
        try {
            return Optional.of(new CallId(word.text().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Condition match(CdrField field, Word word) throws QueryException {
        return switch (field.kind()) {
            case NUMBER -> number(field, word);
            case KEYWORD -> keyword(field, word);
            case INTEGER -> word.isAny() ? EVERYTHING : like(field, values.status(word));
            case BOOLEAN -> yesOrNo(field, word);
            case SEQUENCE -> ladder(word);
            case DURATION, DECIMAL -> {
                if (word.isAny())
                    yield range(field, 0, WordValues.most(field));
                var span = values.span(field, word);
                yield range(field, span.from(), span.to() - 1);
            }
            case INSTANT -> {
                if (word.isAny())
                    yield EVERYTHING;
                var span = values.instant(word);
                yield range(field, span.from(), span.to() - 1);
            }
        };
    }

    private Condition number(CdrField field, Word word) throws QueryException {
        values.checkPieces(word);
        return field != CdrField.NUMBER ? NumberConditions.ofNamed(field, word)
                : new Condition.Any(List.of(NumberConditions.ofNamed(CdrField.FROM, word),
                        NumberConditions.ofNamed(CdrField.TO, word)));
    }

    private Condition keyword(CdrField field, Word word) throws QueryException {
        if (field == CdrField.CALL_ID) {
            if (word.isWild())
                throw values.wrong(QueryError.WHOLE_CALL_ID, word, Optional.of(word.tame()));
            return new Condition.Equal(field, word.text());
        }
        if (field == CdrField.ID)
            return id(word);
        if (field == CdrField.PEER)
            return like(field, word.pattern());
        var known = FieldValues.known(field);
        String value = FieldValues.canonical(field, word.text().toLowerCase(Locale.ROOT));
        if (word.isAny())
            return new Condition.Has(field);
        if (known.isEmpty() || word.isWild())
            return like(field, word.pattern());
        if (!known.contains(value) && field != CdrField.FINDING) // plug-ins have codes of their own
            throw values.wrong(QueryError.NO_VALUE_OF, word, Suggestions.nearest(value, known).or(() -> Optional.of("*")),
                    field.fieldName());
        return new Condition.Equal(field, value);
    }

    private Condition id(Word word) throws QueryException {
        if (word.isAny())
            return EVERYTHING;
        if (word.isWild())
            throw values.wrong(QueryError.WHOLE_ID, word, Optional.of(word.tame()));
        return callId(word).<Condition>map(id -> new Condition.Id(id, true)).orElseGet(Condition.Nothing::new);
    }

    private Condition ladder(Word word) throws QueryException {
        if (word.isAny())
            return new Condition.Has(CdrField.LADDER);
        try {
            return new Condition.Sequence(LadderPattern.parse(word.text()));
        } catch (LadderPattern.SyntaxException e) {
            int start = word.position() + (word.quoted() ? 1 : 0);
            int from = Math.min(start + e.from(), text.length());
            int to = Math.min(start + e.to(), text.length());
            throw e.at(from, e.instead().map(instead -> fix.replacing(from, to, instead)).orElse(""));
        }
    }

    private Condition yesOrNo(CdrField field, Word word) throws QueryException {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> new Condition.Equal(field, "true");
            case "false", "no", "0" -> new Condition.Equal(field, "false");
            case "*" -> EVERYTHING;
            default -> throw values.wrong(QueryError.NOT_BOOLEAN, word, Optional.of("true"));
        };
    }

    private Condition compare(CdrField field, Operator operator, Word word) throws QueryException {
        boolean less = operator == Operator.LESS || operator == Operator.AT_MOST;
        return switch (field.kind()) {
            case INTEGER -> {
                boolean upper = operator == Operator.MORE || operator == Operator.AT_MOST;
                String value = values.status(word).replace('?', upper ? '9' : '0');
                boolean included = operator == Operator.AT_MOST || operator == Operator.AT_LEAST;
                yield new Condition.Between(field, less ? "100" : value, less || included, less ? value : "699",
                        !less || included);
            }
            case DURATION, DECIMAL -> less ? range(field, 0, values.highest(field, operator, word))
                    : range(field, values.lowest(field, operator, word), WordValues.most(field));
            case INSTANT -> {
                var span = values.compareTime(operator, word);
                yield range(field, span.from(), span.to() - 1);
            }
            default -> throw notOrdered(field.fieldName(), word.position());
        };
    }

    private Condition between(Clause.Between it) throws QueryException {
        var field = it.field();
        var low = it.low();
        var high = it.high();
        return switch (field.kind()) {
            case INTEGER -> new Condition.Between(field, low.isAny() ? "100" : values.status(low).replace('?', '0'),
                    it.lowIncluded(), high.isAny() ? "699" : values.status(high).replace('?', '9'), it.highIncluded());
            case DURATION, DECIMAL -> range(field,
                    low.isAny() ? 0 : values.lowest(field, it.lowIncluded() ? Operator.AT_LEAST : Operator.MORE, low),
                    high.isAny() ? WordValues.most(field)
                            : values.highest(field, it.highIncluded() ? Operator.AT_MOST : Operator.LESS, high));
            case INSTANT -> {
                var span = values.betweenTimes(it);
                yield range(field, span.from(), span.to() - 1);
            }
            default -> throw notOrdered(field.fieldName(), low.position());
        };
    }

    private QueryException notOrdered(String field, int position) {
        int operator = position;
        while (operator > 0 && "<>= ".indexOf(text.charAt(operator - 1)) >= 0)
            operator--;
        return QueryError.NO_ORDER.at(position, operator == position ? "" : fix.without(operator, position),
                field);
    }

    private static Condition range(CdrField field, long low, long high) {
        return low > high ? new Condition.Nothing() : new Condition.Figure(field, low, high);
    }

    private static Condition like(CdrField field, String pattern) {
        boolean wild = pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '\\');
        return wild ? new Condition.Like(field, pattern) : new Condition.Equal(field, pattern);
    }
}
