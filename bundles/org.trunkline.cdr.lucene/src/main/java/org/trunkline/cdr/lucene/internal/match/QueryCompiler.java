package org.trunkline.cdr.lucene.internal.match;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.FacetTest;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.domain.call.CallId;
import org.trunkline.query.tree.Clause;
import org.trunkline.query.tree.Clause.Operator;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.tree.QueryError;
import org.trunkline.query.tree.QueryFix;
import org.trunkline.query.tree.QueryParser;
import org.trunkline.query.tree.Suggestions;
import org.trunkline.query.value.FieldValues;
import org.trunkline.query.value.Glob;
import org.trunkline.query.value.LadderPattern;
import org.trunkline.query.value.Measures.Span;
import org.trunkline.query.value.WordValues;

/** Makes of a query what the index can answer. */
public final class QueryCompiler {
    /**
     * @param from start time, inclusive, in milliseconds: what the query says of it at its top is not part of the
     *        rest, so that "the last hour" asked again is found again
     * @param to exclusive
     */
    public record Compiled(Query query, long from, long to) {}

    private static final int MAX_MENDS = 8;

    private final String text;
    private final QueryFix mends;
    private final WordValues values;
    private final Combination combination;
    private final Indexed index;
    private final NumberQueries numbers;
    private final AttributeQueries attributes;

    /**
     * What queries need of the index beside its terms.
     *
     * @param numbers all that occur
     * @param isCall whether the record at a position of the journal is that call's
     * @param attributes fields that plug-ins add, those there are now
     */
    public record Indexed(Columns columns, NumberLookup numbers, BiPredicate<Long, CallId> isCall,
            Supplier<List<AttributeAbout>> attributes) {
        /** No index at all. */
        public static Indexed nothing(Supplier<List<AttributeAbout>> attributes) {
            return new Indexed(new Columns(0), _ -> Optional.empty(), (_, _) -> false, attributes);
        }

        /** Where the id says; takes no time. */
        public IdQuery near(CallId id) {
            return new IdQuery(id, false, position -> isCall.test(position, id), columns);
        }

        public IdQuery anywhere(CallId id) {
            return new IdQuery(id, true, position -> isCall.test(position, id), columns);
        }
    }

    private QueryCompiler(String text, Instant now, ZoneId zone, Indexed index) {
        this.text = text;
        mends = new QueryFix(text);
        values = new WordValues(text, now, zone);
        combination = new Combination(index.columns());
        this.index = index;
        numbers = new NumberQueries(index.numbers());
        attributes = new AttributeQueries(values, this::notOrdered);
    }

    /** @throws QueryException with a suggestion that can be searched, or none */
    public static Compiled compile(String text, Instant now, ZoneId zone, Indexed index) throws QueryException {
        try {
            return new QueryCompiler(text, now, zone, index).top(QueryParser.parse(text, index.attributes().get()));
        } catch (QueryException e) {
            throw new QueryException(e.code(), e.args(), String.valueOf(e.getMessage()), e.position(),
                    mended(e, now, zone, index));
        }
    }

    /** One mistake may hide others: each is mended in turn. Empty where that leads to nothing. */
    private static String mended(QueryException wrong, Instant now, ZoneId zone, Indexed index) {
        var last = wrong;
        for (int mends = 0; mends < MAX_MENDS && last.suggestion().isPresent(); mends++) {
            String text = last.suggestion().get();
            try {
                new QueryCompiler(text, now, zone, index).top(QueryParser.parse(text, index.attributes().get()));
                return text;
            } catch (QueryException e) {
                last = e;
            }
        }
        return "";
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
                Optional.of(values.instant(word));
            case Clause.Compare(var field, var operator, var word) when field == CdrField.STARTED ->
                Optional.of(values.compareTime(operator, word));
            case Clause.Between between when between.field() == CdrField.STARTED -> Optional.of(values.betweenTimes(between));
            default -> Optional.empty();
        };
    }

    private Query query(Clause clause) throws QueryException {
        return switch (clause) {
            case Clause.All() -> MatchAllDocsQuery.INSTANCE;
            case Clause.And(var parts) -> and(parts);
            case Clause.Or(var parts) -> or(parts);
            case Clause.Not(var part) -> and(List.of(clause));
            case Clause.Match(var field, var word) -> field.isEmpty() ? bare(word) : match(field.get(), word);
            case Clause.Compare(var field, var operator, var word) -> compare(field, operator, word);
            case Clause.Between between -> between(between);
            case Clause.AttributeMatch(var attribute, var word) -> attributes.match(attribute, word);
            case Clause.AttributeCompare(var attribute, var operator, var word) -> attributes.compare(attribute, operator, word);
            case Clause.AttributeBetween between -> attributes.between(between);
        };
    }

    private Query and(List<Clause> parts) throws QueryException {
        var all = new ArrayList<Combination.Part>();
        for (var part : parts)
            all.add(part instanceof Clause.Not(var inner) ? new Combination.Part(query(inner), true)
                    : new Combination.Part(query(part), false));
        return combination.all(all);
    }

    private Query or(List<Clause> parts) throws QueryException {
        var any = new ArrayList<Query>();
        for (var part : parts)
            any.add(query(part));
        return combination.any(any);
    }

    private FacetQuery facet(FacetTest test) {
        return new FacetQuery(test, index.columns());
    }

    /** A word without a field: a number, trunk, peer, cause, or the id of a call. */
    private Query bare(Word word) throws QueryException {
        values.checkPieces(word);
        var any = new BooleanQuery.Builder();
        any.add(numbers.of(CdrField.FROM.fieldName(), word, !word.quoted()), Occur.SHOULD);
        any.add(numbers.of(CdrField.TO.fieldName(), word, !word.quoted()), Occur.SHOULD);
        boolean anywhere = !word.quoted() && !word.isWild();
        String pattern = wildcards(word);
        String part = anywhere ? "*" + pattern + "*" : pattern;
        any.add(facet(new FacetTest.Any(List.of(new FacetTest.Like(CdrField.TRUNK, part),
                new FacetTest.Like(CdrField.CAUSE, part)))), Occur.SHOULD);
        any.add(peer(anywhere ? pattern + "*" : pattern), Occur.SHOULD);
        any.add(new TermQuery(new Term(CdrField.CALL_ID.fieldName(), CallIdHash.of(word.text()))), Occur.SHOULD);
        callId(word).ifPresent(id -> any.add(index.near(id), Occur.SHOULD));
        return any.build();
    }

    private static Optional<CallId> callId(Word word) {
        try {
            return Optional.of(new CallId(word.text().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Query match(CdrField field, Word word) throws QueryException {
        return switch (field.kind()) {
            case NUMBER -> number(field, word);
            case KEYWORD -> keyword(field, word);
            case INTEGER -> word.isAny() ? MatchAllDocsQuery.INSTANCE : like(field, values.status(word));
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
                    yield MatchAllDocsQuery.INSTANCE;
                var span = values.instant(word);
                yield range(field, span.from(), span.to() - 1);
            }
        };
    }

    private Query number(CdrField field, Word word) throws QueryException {
        values.checkPieces(word);
        if (field != CdrField.NUMBER)
            return numbers.of(field.fieldName(), word, false);
        return new BooleanQuery.Builder()
                .add(numbers.of(CdrField.FROM.fieldName(), word, false), Occur.SHOULD)
                .add(numbers.of(CdrField.TO.fieldName(), word, false), Occur.SHOULD).build();
    }

    private Query keyword(CdrField field, Word word) throws QueryException {
        if (field == CdrField.CALL_ID) {
            if (word.isWild())
                throw values.wrong(QueryError.WHOLE_CALL_ID, word, Optional.of(word.tame()));
            return new TermQuery(new Term(field.fieldName(), CallIdHash.of(word.text())));
        }
        if (field == CdrField.ID)
            return id(word);
        if (field == CdrField.PEER)
            return peer(wildcards(word));
        var known = FieldValues.known(field);
        String value = FieldValues.canonical(field, word.text().toLowerCase(Locale.ROOT));
        if (word.isAny())
            return facet(new FacetTest.Has(field));
        if (known.isEmpty() || word.isWild())
            return like(field, wildcards(word));
        if (!known.contains(value) && field != CdrField.FINDING) // plug-ins have codes of their own
            throw values.wrong(QueryError.NO_VALUE_OF, word, Suggestions.nearest(value, known).or(() -> Optional.of("*")),
                    field.fieldName());
        return facet(new FacetTest.Equal(field, value));
    }

    private Query id(Word word) throws QueryException {
        if (word.isAny())
            return MatchAllDocsQuery.INSTANCE;
        if (word.isWild())
            throw values.wrong(QueryError.WHOLE_ID, word, Optional.of(word.tame()));
        return callId(word).<Query>map(index::anywhere).orElse(MatchNoDocsQuery.INSTANCE);
    }

    private Query ladder(Word word) throws QueryException {
        if (word.isAny())
            return new FieldExistsQuery(IndexFields.STEPS);
        try {
            return new LadderQuery(LadderPattern.parse(word.text()));
        } catch (LadderPattern.SyntaxException e) {
            int start = word.position() + (word.quoted() ? 1 : 0);
            int from = Math.min(start + e.from(), text.length());
            int to = Math.min(start + e.to(), text.length());
            throw e.at(from, e.instead().map(instead -> mends.replacing(from, to, instead)).orElse(""));
        }
    }

    private Query yesOrNo(CdrField field, Word word) throws QueryException {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> facet(new FacetTest.Equal(field, "true"));
            case "false", "no", "0" -> facet(new FacetTest.Equal(field, "false"));
            case "*" -> MatchAllDocsQuery.INSTANCE;
            default -> throw values.wrong(QueryError.NOT_BOOLEAN, word, Optional.of("true"));
        };
    }

    private Query compare(CdrField field, Operator operator, Word word) throws QueryException {
        switch (field.kind()) {
            case INTEGER -> {
                boolean upper = operator == Operator.MORE || operator == Operator.AT_MOST;
                String value = values.status(word).replace('?', upper ? '9' : '0');
                boolean less = operator == Operator.LESS || operator == Operator.AT_MOST;
                boolean included = operator == Operator.AT_MOST || operator == Operator.AT_LEAST;
                return facet(new FacetTest.Between(field, less ? "100" : value, less || included, less ? value : "699",
                        !less || included));
            }
            case DURATION, DECIMAL -> {
                return switch (operator) {
                    case LESS, AT_MOST -> range(field, 0, values.highest(field, operator, word));
                    case MORE, AT_LEAST -> range(field, values.lowest(field, operator, word), WordValues.most(field));
                };
            }
            case INSTANT -> {
                var span = values.compareTime(operator, word);
                return range(field, span.from(), span.to() - 1);
            }
            default -> throw notOrdered(field.fieldName(), word.position());
        }
    }

    private Query between(Clause.Between it) throws QueryException {
        var field = it.field();
        var low = it.low();
        var high = it.high();
        return switch (field.kind()) {
            case INTEGER -> facet(new FacetTest.Between(field, low.isAny() ? "100" : values.status(low).replace('?', '0'),
                    it.lowIncluded(), high.isAny() ? "699" : values.status(high).replace('?', '9'), it.highIncluded()));
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
        return QueryError.NO_ORDER.at(position, operator == position ? "" : mends.without(operator, position),
                field);
    }

    private Query range(CdrField field, long low, long high) {
        return low > high ? MatchNoDocsQuery.INSTANCE : new FigureQuery(field, low, high, index.columns());
    }

    /** The word as a {@link Glob}, which is a pattern of Lucene's, too; in lower case. */
    static String wildcards(Word word) {
        var pattern = new StringBuilder();
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.text().charAt(i);
            if ((c == '*' || c == '?' || c == '\\') && !word.wild().contains(i))
                pattern.append('\\');
            pattern.append(c);
        }
        return pattern.toString().toLowerCase(Locale.ROOT);
    }

    private Query like(CdrField field, String pattern) {
        return facet(isPattern(pattern) ? new FacetTest.Like(field, pattern) : new FacetTest.Equal(field, pattern));
    }

    private static Query peer(String pattern) {
        return isPattern(pattern) ? new PeerQuery(pattern) : new TermQuery(new Term(CdrField.PEER.fieldName(), pattern));
    }

    static boolean isPattern(String pattern) {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '\\');
    }
}
