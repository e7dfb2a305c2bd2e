package org.trunkline.cdr.lucene.internal;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.Clause.Operator;
import org.trunkline.cdr.lucene.internal.Clause.Word;
import org.trunkline.cdr.lucene.internal.Measures.Span;

/** Makes of a query what the index can answer. */
final class QueryCompiler {
    /**
     * @param from start time, inclusive, in milliseconds: what the query says of it at its top is not part of the
     *        rest, so that "the last hour" asked again is found again
     * @param to exclusive
     */
    record Compiled(Query query, long from, long to) {}

    private static final long MOS_SCALE = 1_000;
    private static final long LOSS_SCALE = 1_000_000;
    private static final int CALL_ID_LENGTH = 20;

    private final String text;
    private final Instant now;
    private final ZoneId zone;

    private QueryCompiler(String text, Instant now, ZoneId zone) {
        this.text = text;
        this.now = now;
        this.zone = zone;
    }

    static Compiled compile(String text, Instant now, ZoneId zone) throws QueryException {
        return new QueryCompiler(text, now, zone).top(QueryParser.parse(text));
    }

    private Compiled top(Clause clause) throws QueryException {
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
        return new Compiled(rest.isEmpty() ? MatchAllDocsQuery.INSTANCE : query(new Clause.And(rest)), from, to);
    }

    private Optional<Span> startTime(Clause part) throws QueryException {
        return switch (part) {
            case Clause.Match(var field, var word) when field.equals(Optional.of(CdrField.STARTED)) && !word.isAny() ->
                Optional.of(instant(word));
            case Clause.Compare(var field, var operator, var word) when field == CdrField.STARTED ->
                Optional.of(compareTime(operator, word));
            case Clause.Between between when between.field() == CdrField.STARTED -> Optional.of(betweenTimes(between));
            default -> Optional.empty();
        };
    }

    private Query query(Clause clause) throws QueryException {
        return switch (clause) {
            case Clause.All() -> MatchAllDocsQuery.INSTANCE;
            case Clause.And(var parts) -> and(parts);
            case Clause.Or(var parts) -> {
                var any = new BooleanQuery.Builder();
                for (var part : parts)
                    any.add(query(part), Occur.SHOULD);
                yield any.build();
            }
            case Clause.Not(var part) -> and(List.of(clause));
            case Clause.Match(var field, var word) -> field.isEmpty() ? bare(word) : match(field.get(), word);
            case Clause.Compare(var field, var operator, var word) -> compare(field, operator, word);
            case Clause.Between between -> between(between);
        };
    }

    private Query and(List<Clause> parts) throws QueryException {
        if (parts.size() == 1 && !(parts.getFirst() instanceof Clause.Not))
            return query(parts.getFirst());
        var all = new BooleanQuery.Builder();
        boolean positive = false;
        for (var part : parts) {
            if (part instanceof Clause.Not(var not)) {
                all.add(query(not), Occur.MUST_NOT);
            } else {
                all.add(query(part), Occur.FILTER);
                positive = true;
            }
        }
        if (!positive)
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        return all.build();
    }

    /** A word without a field: a number, trunk, peer, cause, or the id of a call. */
    private static Query bare(Word word) {
        var any = new BooleanQuery.Builder();
        any.add(NumberQueries.of(CdrField.FROM.fieldName(), word, !word.quoted()), Occur.SHOULD);
        any.add(NumberQueries.of(CdrField.TO.fieldName(), word, !word.quoted()), Occur.SHOULD);
        boolean anywhere = !word.quoted() && !word.isWild();
        String pattern = wildcards(word);
        any.add(wild(CdrField.TRUNK, anywhere ? "*" + pattern + "*" : pattern), Occur.SHOULD);
        any.add(wild(CdrField.CAUSE, anywhere ? "*" + pattern + "*" : pattern), Occur.SHOULD);
        any.add(wild(CdrField.PEER, anywhere ? pattern + "*" : pattern), Occur.SHOULD);
        any.add(new TermQuery(new Term(CdrField.CALL_ID.fieldName(), CallIdHash.of(word.text()))), Occur.SHOULD);
        if (word.text().length() == CALL_ID_LENGTH)
            any.add(new TermQuery(new Term(CdrField.ID.fieldName(), word.text().toUpperCase(Locale.ROOT))),
                    Occur.SHOULD);
        return any.build();
    }

    private Query match(CdrField field, Word word) throws QueryException {
        return switch (field.kind()) {
            case NUMBER -> number(field, word);
            case KEYWORD -> keyword(field, word);
            case INTEGER -> word.isAny() ? MatchAllDocsQuery.INSTANCE : wild(field, status(word));
            case BOOLEAN -> answered(word);
            case DURATION, DECIMAL -> {
                if (word.isAny())
                    yield new FieldExistsQuery(field.fieldName());
                var span = span(field, word);
                yield range(field, span.from(), span.to() - 1);
            }
            case INSTANT -> {
                if (word.isAny())
                    yield MatchAllDocsQuery.INSTANCE;
                var span = instant(word);
                yield range(field, span.from(), span.to() - 1);
            }
        };
    }

    private static Query number(CdrField field, Word word) {
        if (field != CdrField.NUMBER)
            return NumberQueries.of(field.fieldName(), word, false);
        return new BooleanQuery.Builder()
                .add(NumberQueries.of(CdrField.FROM.fieldName(), word, false), Occur.SHOULD)
                .add(NumberQueries.of(CdrField.TO.fieldName(), word, false), Occur.SHOULD).build();
    }

    private Query keyword(CdrField field, Word word) throws QueryException {
        if (field == CdrField.CALL_ID) {
            if (word.isWild())
                throw wrong(word, "A Call-ID is found whole, not by a part", Optional.empty());
            return new TermQuery(new Term(field.fieldName(), CallIdHash.of(word.text())));
        }
        if (field == CdrField.ID)
            return new WildcardQuery(new Term(field.fieldName(), wildcards(word).toUpperCase(Locale.ROOT)));
        var known = FieldValues.known(field);
        String value = FieldValues.canonical(field, word.text().toLowerCase(Locale.ROOT));
        if (known.isEmpty() || word.isWild())
            return wild(field, wildcards(word));
        if (!known.contains(value))
            throw wrong(word, "\"" + word.text() + "\" is no " + field.fieldName(),
                    Suggestions.nearest(value, known));
        return new TermQuery(new Term(field.fieldName(), value));
    }

    private Query answered(Word word) throws QueryException {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> new FieldExistsQuery(IndexFields.DURATION);
            case "false", "no", "0" -> and(List.of(new Clause.Not(new Clause.Match(Optional.of(CdrField.ANSWERED),
                    new Word("true", false, List.of(), word.position(), word.end())))));
            case "*" -> MatchAllDocsQuery.INSTANCE;
            default -> throw wrong(word, "\"" + word.text() + "\" is neither true nor false", Optional.of("true"));
        };
    }

    private Query compare(CdrField field, Operator operator, Word word) throws QueryException {
        switch (field.kind()) {
            case INTEGER -> {
                boolean upper = operator == Operator.MORE || operator == Operator.AT_MOST;
                String value = status(word).replace('?', upper ? '9' : '0');
                boolean less = operator == Operator.LESS || operator == Operator.AT_MOST;
                boolean included = operator == Operator.AT_MOST || operator == Operator.AT_LEAST;
                return TermRangeQuery.newStringRange(field.fieldName(), less ? "100" : value, less ? value : "699",
                        less || included, !less || included);
            }
            case DURATION, DECIMAL -> {
                return switch (operator) {
                    case LESS, AT_MOST -> range(field, 0, highest(field, operator, word));
                    case MORE, AT_LEAST -> range(field, lowest(field, operator, word), Integer.MAX_VALUE);
                };
            }
            case INSTANT -> {
                var span = compareTime(operator, word);
                return range(field, span.from(), span.to() - 1);
            }
            default -> throw notOrdered(field, word.position());
        }
    }

    private Query between(Clause.Between it) throws QueryException {
        var field = it.field();
        var low = it.low();
        var high = it.high();
        return switch (field.kind()) {
            case INTEGER -> TermRangeQuery.newStringRange(field.fieldName(), low.isAny() ? "100" : status(low).replace('?', '0'),
                    high.isAny() ? "699" : status(high).replace('?', '9'), it.lowIncluded(), it.highIncluded());
            case DURATION, DECIMAL -> range(field,
                    low.isAny() ? 0 : lowest(field, it.lowIncluded() ? Operator.AT_LEAST : Operator.MORE, low),
                    high.isAny() ? Integer.MAX_VALUE
                            : highest(field, it.highIncluded() ? Operator.AT_MOST : Operator.LESS, high));
            case INSTANT -> {
                var span = betweenTimes(it);
                yield range(field, span.from(), span.to() - 1);
            }
            default -> throw notOrdered(field, low.position());
        };
    }

    private QueryException notOrdered(CdrField field, int position) {
        return new QueryException("\"" + field.fieldName() + "\" has no order: neither ranges nor comparisons",
                position, "");
    }

    private long lowest(CdrField field, Operator operator, Word word) throws QueryException {
        boolean included = operator == Operator.AT_LEAST;
        if (field.kind() == CdrField.Kind.DURATION)
            return span(field, word).from() + (included ? 0 : 1);
        double value = decimal(field, word);
        return (long) (included ? Math.ceil(value) : Math.floor(value) + 1);
    }

    private long highest(CdrField field, Operator operator, Word word) throws QueryException {
        boolean included = operator == Operator.AT_MOST;
        if (field.kind() == CdrField.Kind.DURATION)
            return span(field, word).from() - (included ? 0 : 1);
        double value = decimal(field, word);
        return (long) (included ? Math.floor(value) : Math.ceil(value) - 1);
    }

    private Span span(CdrField field, Word word) throws QueryException {
        if (field.kind() == CdrField.Kind.DURATION) {
            boolean jitter = field == CdrField.JITTER;
            var span = Measures.duration(word.text(), jitter ? 1 : 1_000);
            if (span.isEmpty())
                throw wrong(word, "\"" + word.text() + "\" is no duration, such as 500ms, 90s, 1m30s or 1h",
                        Optional.of(jitter ? "20ms" : "90s"));
            return jitter ? new Span(span.get().from() * 1_000, span.get().to() * 1_000) : span.get();
        }
        return Measures.decimal(word.text(), scale(field)).orElseThrow(() -> noFigure(field, word));
    }

    private double decimal(CdrField field, Word word) throws QueryException {
        return Measures.exactDecimal(word.text(), scale(field)).orElseThrow(() -> noFigure(field, word));
    }

    private QueryException noFigure(CdrField field, Word word) {
        return wrong(word, "\"" + word.text() + "\" is no figure, such as "
                + (field == CdrField.LOSS ? "1% or 0.01" : "3.5"), Optional.of(field == CdrField.LOSS ? "1%" : "3.5"));
    }

    private static long scale(CdrField field) {
        return field == CdrField.LOSS ? LOSS_SCALE : MOS_SCALE;
    }

    private Span instant(Word word) throws QueryException {
        return Measures.instant(word.text(), now, zone).orElseThrow(() -> wrong(word, "\"" + word.text()
                + "\" is no time, such as today, -7d, 2026-03-02 or 2026-03-02T08:15", Optional.of("today")));
    }

    private Span compareTime(Operator operator, Word word) throws QueryException {
        var span = instant(word);
        return switch (operator) {
            case LESS -> new Span(Long.MIN_VALUE, span.from());
            case AT_MOST -> new Span(Long.MIN_VALUE, span.to());
            case MORE -> new Span(span.to(), Long.MAX_VALUE);
            case AT_LEAST -> new Span(span.from(), Long.MAX_VALUE);
        };
    }

    private Span betweenTimes(Clause.Between it) throws QueryException {
        long from = it.low().isAny() ? Long.MIN_VALUE
                : it.lowIncluded() ? instant(it.low()).from() : instant(it.low()).to();
        long to = it.high().isAny() ? Long.MAX_VALUE
                : it.highIncluded() ? instant(it.high()).to() : instant(it.high()).from();
        return new Span(from, to);
    }

    /** Three digits, of which the last may be x: {@code 486}, {@code 4xx}; as a wildcard. */
    private String status(Word word) throws QueryException {
        String value = word.text().toLowerCase(Locale.ROOT);
        if (!value.matches("[1-6]([0-9]{2}|[0-9]?[x*?]{1,2})"))
            throw wrong(word, "\"" + word.text() + "\" is no SIP status, such as 486 or 4xx", Optional.of("4xx"));
        return value.replace('x', '?');
    }

    private static Query range(CdrField field, long low, long high) {
        if (low > high)
            return MatchNoDocsQuery.INSTANCE;
        var values = NumericDocValuesField.newSlowRangeQuery(field.fieldName(), low, high);
        return switch (field) {
            case DURATION, PDD, MOS -> new IndexOrDocValuesQuery(IntPoint.newRangeQuery(
                    field.fieldName() + IndexFields.POINT, Math.clamp(low, 0, Integer.MAX_VALUE),
                    Math.clamp(high, 0, Integer.MAX_VALUE)), values);
            default -> values;
        };
    }

    /** The word as a pattern of Lucene's, in lower case. */
    private static String wildcards(Word word) {
        var pattern = new StringBuilder();
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.text().charAt(i);
            if ((c == '*' || c == '?' || c == '\\') && !word.wild().contains(i))
                pattern.append('\\');
            pattern.append(c);
        }
        return pattern.toString().toLowerCase(Locale.ROOT);
    }

    private static Query wild(CdrField field, String pattern) {
        boolean wild = pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '\\');
        var term = new Term(field.fieldName(), pattern);
        return wild ? new WildcardQuery(term) : new TermQuery(term);
    }

    private QueryException wrong(Word word, String message, Optional<String> by) {
        return Suggestions.replacing(text, word.position(), word.end(), by, message);
    }
}
