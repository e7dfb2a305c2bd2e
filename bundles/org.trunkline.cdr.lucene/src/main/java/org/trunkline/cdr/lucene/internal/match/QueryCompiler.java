package org.trunkline.cdr.lucene.internal.match;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.FacetTest;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.domain.call.CallId;
import org.trunkline.query.record.AttributeTest;
import org.trunkline.query.record.Condition;
import org.trunkline.query.record.ConditionCompiler;

/** Makes of a search what the index can answer. */
public final class QueryCompiler {
    /**
     * @param from start time, inclusive, in milliseconds: what the query says of it at its top is not part of the
     *        rest, so that "the last hour" asked again is found again
     * @param to exclusive
     */
    public record Compiled(Query query, long from, long to) {}

    /**
     * What queries need of the index beside its terms.
     *
     * @param numbers all that occur
     * @param isCall whether the record at a position of the journal is that call's
     * @param attributes fields that plug-ins add, those there are now
     */
    public record Indexed(Columns columns, IndexedNumbers numbers, BiPredicate<Long, CallId> isCall,
            Supplier<List<AttributeAbout>> attributes) {
        /** Where the id says; takes no time. */
        public IdQuery near(CallId id) {
            return new IdQuery(id, false, position -> isCall.test(position, id), columns);
        }

        public IdQuery anywhere(CallId id) {
            return new IdQuery(id, true, position -> isCall.test(position, id), columns);
        }
    }

    private final Combination combination;
    private final Indexed index;

    private QueryCompiler(Indexed index) {
        combination = new Combination(index.columns());
        this.index = index;
    }

    /** @throws QueryException with a suggestion that can be searched, or none */
    public static Compiled compile(String text, Instant now, ZoneId zone, Indexed index) throws QueryException {
        var condition = ConditionCompiler.compile(text, now, zone, index.attributes().get());
        return new Compiled(new QueryCompiler(index).query(condition.rest()), condition.from(), condition.to());
    }

    private Query query(Condition condition) {
        return switch (condition) {
            case Condition.Everything() -> MatchAllDocsQuery.INSTANCE;
            case Condition.Nothing() -> MatchNoDocsQuery.INSTANCE;
            case Condition.All(var parts) -> all(parts);
            case Condition.Any(var parts) -> combination.any(parts.stream().map(this::query).toList());
            case Condition.Not _ -> all(List.of(condition));
            case Condition.Equal(var field, var value) -> equal(field, value);
            case Condition.Like(var field, var pattern) -> field == CdrField.PEER ? new PeerQuery(pattern)
                    : facet(new FacetTest.Like(field, pattern));
            case Condition.Has(var field) -> has(field);
            case Condition.Between(var field, var low, var lowIncluded, var high, var highIncluded) ->
                facet(new FacetTest.Between(field, low, lowIncluded, high, highIncluded));
            case Condition.NumberIs(var side, var number) -> new TermQuery(new Term(side.fieldName(), number));
            case Condition.NumberLike(var side, var pattern) -> new NumberQuery(side.fieldName(), pattern, index.numbers());
            case Condition.Figure(var field, var low, var high) -> new FigureQuery(field, low, high, index.columns());
            case Condition.Added(var attribute, AttributeTest.Equal(var value)) ->
                new TermQuery(new Term(AttributeColumns.terms(attribute), value));
            case Condition.Added(var attribute, var test) -> new AttributeQuery(attribute, test);
            case Condition.Sequence(var pattern) -> new LadderQuery(pattern);
            case Condition.Id(var id, var anywhere) -> anywhere ? index.anywhere(id) : index.near(id);
        };
    }

    private Query all(List<Condition> parts) {
        var all = new ArrayList<Combination.Part>();
        for (var part : parts)
            all.add(part instanceof Condition.Not(var inner) ? new Combination.Part(query(inner), true)
                    : new Combination.Part(query(part), false));
        return combination.all(all);
    }

    private Query equal(CdrField field, String value) {
        return switch (field) {
            case PEER -> new TermQuery(new Term(field.fieldName(), value));
            case CALL_ID -> new TermQuery(new Term(field.fieldName(), CallIdHash.of(value)));
            default -> facet(new FacetTest.Equal(field, value));
        };
    }

    private Query has(CdrField field) {
        return switch (field) {
            case FROM, TO -> new FieldExistsQuery(field.fieldName() + IndexFields.VALUE);
            case LADDER -> new FieldExistsQuery(IndexFields.STEPS);
            default -> facet(new FacetTest.Has(field));
        };
    }

    private FacetQuery facet(FacetTest test) {
        return new FacetQuery(test, index.columns());
    }
}
