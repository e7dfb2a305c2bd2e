package org.trunkline.cdr.lucene.internal;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.Clause.Operator;
import org.trunkline.cdr.lucene.internal.Clause.Word;
import org.trunkline.cdr.lucene.internal.Measures.Span;
import org.trunkline.domain.call.CallId;

/** Makes of a query what the index can answer. */
final class QueryCompiler {
    /**
     * @param from start time, inclusive, in milliseconds: what the query says of it at its top is not part of the
     *        rest, so that "the last hour" asked again is found again
     * @param to exclusive
     */
    record Compiled(Query query, long from, long to) {}

    /** Of a bare word there are six, and Lucene takes a thousand. */
    private static final int MANY = 100;
    private static final long MOS_SCALE = 1_000;
    private static final long LOSS_SCALE = 1_000_000;

    private final String text;
    private final Instant now;
    private final ZoneId zone;
    private final Indexed index;
    private final NumberQueries numbers;

    /**
     * What queries need of the index beside its terms.
     *
     * @param numbers all that occur
     * @param isCall whether the record at a position of the journal is that call's
     */
    record Indexed(Columns columns, NumberLookup numbers, BiPredicate<Long, CallId> isCall) {
        /** No index at all. */
        static final Indexed NOTHING = new Indexed(new Columns(0), (_, _) -> false);

        Indexed(Columns columns, BiPredicate<Long, CallId> isCall) {
            this(columns, _ -> Optional.empty(), isCall);
        }

        /** Where the id says; takes no time. */
        IdQuery near(CallId id) {
            return new IdQuery(id, false, position -> isCall.test(position, id), columns);
        }

        IdQuery anywhere(CallId id) {
            return new IdQuery(id, true, position -> isCall.test(position, id), columns);
        }
    }

    private QueryCompiler(String text, Instant now, ZoneId zone, Indexed index) {
        this.text = text;
        this.now = now;
        this.zone = zone;
        this.index = index;
        numbers = new NumberQueries(index.numbers());
    }

    static Compiled compile(String text, Instant now, ZoneId zone, Indexed index) throws QueryException {
        return new QueryCompiler(text, now, zone, index).top(QueryParser.parse(text));
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
            case Clause.Or(var parts) -> or(parts);
            case Clause.Not(var part) -> and(List.of(clause));
            case Clause.Match(var field, var word) -> field.isEmpty() ? bare(word) : match(field.get(), word);
            case Clause.Compare(var field, var operator, var word) -> compare(field, operator, word);
            case Clause.Between between -> between(between);
        };
    }

    /** What is asked of facets is asked at once: that costs next to nothing. */
    private Query and(List<Clause> parts) throws QueryException {
        var facets = new ArrayList<FacetTest>();
        var all = new BooleanQuery.Builder();
        int others = 0;
        boolean positive = false;
        for (var part : parts) {
            boolean not = part instanceof Clause.Not;
            var query = query(part instanceof Clause.Not(var inner) ? inner : part);
            if (query instanceof FacetQuery facet) {
                facets.add(not ? new FacetTest.Not(facet.test()) : facet.test());
            } else {
                all.add(query, not ? Occur.MUST_NOT : Occur.FILTER);
                positive |= !not;
                others++;
                if (others == 1 && parts.size() == 1 && !not)
                    return query;
            }
        }
        if (others == 0)
            return facet(facets.size() == 1 ? facets.getFirst() : new FacetTest.All(facets));
        if (!facets.isEmpty())
            all.add(facet(facets.size() == 1 ? facets.getFirst() : new FacetTest.All(facets)), Occur.FILTER);
        else if (!positive)
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        return all.build();
    }

    private Query or(List<Clause> parts) throws QueryException {
        var facets = new ArrayList<FacetTest>();
        var others = new ArrayList<Query>();
        for (var part : parts) {
            var query = query(part);
            if (query instanceof FacetQuery facet)
                facets.add(facet.test());
            else
                others.add(query);
        }
        if (others.isEmpty())
            return facet(new FacetTest.Any(facets));
        if (!facets.isEmpty())
            others.add(facet(new FacetTest.Any(facets)));
        if (others.size() > MANY)
            return anyOf(others);
        var any = new BooleanQuery.Builder();
        others.forEach(query -> any.add(query, Occur.SHOULD));
        return any.build();
    }

    /** The terms of a field together: a list of numbers is what one has thousands of. */
    private static Query anyOf(List<Query> many) {
        var terms = new TreeMap<String, Set<BytesRef>>();
        var parts = new ArrayList<Query>();
        for (var query : many)
            if (query instanceof BooleanQuery some && some.clauses().stream()
                    .allMatch(c -> c.occur() == Occur.SHOULD && c.query() instanceof TermQuery))
                some.clauses().forEach(c -> add((TermQuery) c.query(), terms));
            else if (query instanceof TermQuery term)
                add(term, terms);
            else
                parts.add(query);
        terms.forEach((field, of) -> parts.add(new TermsQuery(field, of)));
        return parts.size() == 1 ? parts.getFirst() : new AnyQuery(parts);
    }

    private static void add(TermQuery query, Map<String, Set<BytesRef>> terms) {
        terms.computeIfAbsent(query.getTerm().field(), _ -> new HashSet<>()).add(query.getTerm().bytes());
    }

    private FacetQuery facet(FacetTest test) {
        return new FacetQuery(test, index.columns());
    }

    /** A word without a field: a number, trunk, peer, cause, or the id of a call. */
    private Query bare(Word word) {
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
            case INTEGER -> word.isAny() ? MatchAllDocsQuery.INSTANCE : like(field, status(word));
            case BOOLEAN -> yesOrNo(field, word);
            case SEQUENCE -> ladder(word);
            case DURATION, DECIMAL -> {
                if (word.isAny())
                    yield range(field, 0, Integer.MAX_VALUE);
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

    private Query number(CdrField field, Word word) {
        if (field != CdrField.NUMBER)
            return numbers.of(field.fieldName(), word, false);
        return new BooleanQuery.Builder()
                .add(numbers.of(CdrField.FROM.fieldName(), word, false), Occur.SHOULD)
                .add(numbers.of(CdrField.TO.fieldName(), word, false), Occur.SHOULD).build();
    }

    private Query keyword(CdrField field, Word word) throws QueryException {
        if (field == CdrField.CALL_ID) {
            if (word.isWild())
                throw wrong(Complaint.WHOLE_CALL_ID, word, Optional.empty());
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
        if (!known.contains(value))
            throw wrong(Complaint.NO_VALUE_OF, word, Suggestions.nearest(value, known), field.fieldName());
        return facet(new FacetTest.Equal(field, value));
    }

    private Query id(Word word) throws QueryException {
        if (word.isAny())
            return MatchAllDocsQuery.INSTANCE;
        if (word.isWild())
            throw wrong(Complaint.WHOLE_ID, word, Optional.empty());
        return callId(word).<Query>map(index::anywhere).orElse(MatchNoDocsQuery.INSTANCE);
    }

    private Query ladder(Word word) throws QueryException {
        if (word.isAny())
            return new FieldExistsQuery(IndexFields.STEPS);
        try {
            return new LadderQuery(LadderPattern.parse(word.text()));
        } catch (LadderPattern.SyntaxException e) {
            int start = word.position() + (word.quoted() ? 1 : 0);
            throw new QueryException(String.valueOf(e.getMessage()), Math.min(start + e.from(), text.length()),
                    Suggestions.replacing(text, Math.min(start + e.from(), text.length()),
                            Math.min(start + e.to(), text.length()),
                            Optional.of(e.instead()).filter(instead -> !instead.isEmpty())));
        }
    }

    private Query yesOrNo(CdrField field, Word word) throws QueryException {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> facet(new FacetTest.Equal(field, "true"));
            case "false", "no", "0" -> facet(new FacetTest.Equal(field, "false"));
            case "*" -> MatchAllDocsQuery.INSTANCE;
            default -> throw wrong(Complaint.NOT_BOOLEAN, word, Optional.of("true"));
        };
    }

    private Query compare(CdrField field, Operator operator, Word word) throws QueryException {
        switch (field.kind()) {
            case INTEGER -> {
                boolean upper = operator == Operator.MORE || operator == Operator.AT_MOST;
                String value = status(word).replace('?', upper ? '9' : '0');
                boolean less = operator == Operator.LESS || operator == Operator.AT_MOST;
                boolean included = operator == Operator.AT_MOST || operator == Operator.AT_LEAST;
                return facet(new FacetTest.Between(field, less ? "100" : value, less || included, less ? value : "699",
                        !less || included));
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
            case INTEGER -> facet(new FacetTest.Between(field, low.isAny() ? "100" : status(low).replace('?', '0'),
                    it.lowIncluded(), high.isAny() ? "699" : status(high).replace('?', '9'), it.highIncluded()));
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
        return Complaint.NO_ORDER.at(position, "", field.fieldName());
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
                throw wrong(Complaint.NOT_DURATION, word, Optional.of(jitter ? "20ms" : "90s"));
            return jitter ? new Span(span.get().from() * 1_000, span.get().to() * 1_000) : span.get();
        }
        return Measures.decimal(word.text(), scale(field)).orElseThrow(() -> noFigure(field, word));
    }

    private double decimal(CdrField field, Word word) throws QueryException {
        return Measures.exactDecimal(word.text(), scale(field)).orElseThrow(() -> noFigure(field, word));
    }

    private QueryException noFigure(CdrField field, Word word) {
        boolean loss = field == CdrField.LOSS;
        return wrong(Complaint.NOT_FIGURE, word, Optional.of(loss ? "1%" : "3.5"), loss ? "1%, 0.01" : "3.5");
    }

    private static long scale(CdrField field) {
        return field == CdrField.LOSS ? LOSS_SCALE : MOS_SCALE;
    }

    private Span instant(Word word) throws QueryException {
        return Measures.instant(word.text(), now, zone).orElseThrow(() -> wrong(Complaint.NOT_TIME, word,
                Optional.of("today")));
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
            throw wrong(Complaint.NOT_STATUS, word, Optional.of("4xx"));
        return value.replace('x', '?');
    }

    private Query range(CdrField field, long low, long high) {
        return low > high ? MatchNoDocsQuery.INSTANCE : new FigureQuery(field, low, high, index.columns());
    }

    /** The word as a {@link Glob}, which is a pattern of Lucene's, too; in lower case. */
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

    private Query like(CdrField field, String pattern) {
        return facet(isPattern(pattern) ? new FacetTest.Like(field, pattern) : new FacetTest.Equal(field, pattern));
    }

    private static Query peer(String pattern) {
        return isPattern(pattern) ? new PeerQuery(pattern) : new TermQuery(new Term(CdrField.PEER.fieldName(), pattern));
    }

    private static boolean isPattern(String pattern) {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '\\');
    }

    /** @param more what the text tells beside the word */
    private QueryException wrong(Complaint complaint, Word word, Optional<String> by, String... more) {
        return complaint.at(word.position(), Suggestions.replacing(text, word.position(), word.end(), by),
                Stream.concat(Stream.of(word.text()), Stream.of(more)).toArray());
    }
}
