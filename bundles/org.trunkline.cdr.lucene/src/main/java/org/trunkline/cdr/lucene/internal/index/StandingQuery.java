package org.trunkline.cdr.lucene.internal.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.FacetTest;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.index.Arrived.Key;
import org.trunkline.cdr.lucene.internal.match.AnyQuery;
import org.trunkline.cdr.lucene.internal.match.AttributeQuery;
import org.trunkline.cdr.lucene.internal.match.FacetQuery;
import org.trunkline.cdr.lucene.internal.match.FigureQuery;
import org.trunkline.cdr.lucene.internal.match.IdQuery;
import org.trunkline.cdr.lucene.internal.match.LadderQuery;
import org.trunkline.cdr.lucene.internal.match.NumberQuery;
import org.trunkline.cdr.lucene.internal.match.PeerQuery;
import org.trunkline.cdr.lucene.internal.match.TermsQuery;
import org.trunkline.query.value.Glob;

/**
 * A compiled query asked of one record that just came, without an index. {@link #keys} says of which records it need
 * be asked at all.
 */
final class StandingQuery {
    /** The more telling a field, the earlier. */
    private static final List<String> TELLING = List.of(CdrField.FROM.fieldName(), CdrField.TO.fieldName(),
            CdrField.PEER.fieldName(), CdrField.REJECTED.fieldName(), CdrField.ROUTE.fieldName(),
            CdrField.CAUSE.fieldName(), CdrField.STATUS.fieldName(), CdrField.TRUNK.fieldName());

    private StandingQuery() {}

    static Predicate<Arrived> of(Query query) {
        return switch (query) {
            case BooleanQuery all -> of(all);
            case AnyQuery any -> {
                var parts = any.parts().stream().map(StandingQuery::of).toList();
                yield it -> parts.stream().anyMatch(p -> p.test(it));
            }
            case MatchAllDocsQuery _ -> _ -> true;
            case MatchNoDocsQuery _ -> _ -> false;
            case FacetQuery facet -> it -> facet.test().matches(it.facets());
            case NumberQuery number -> it -> it.numbers(number.field()).stream()
                    .anyMatch(form -> number.pattern().matches(form));
            case FigureQuery figure -> it -> {
                var value = RecordFigures.of(it.cdr(), figure.field());
                return value.isPresent() && figure.contains(value.getAsLong());
            };
            case AttributeQuery attribute -> it -> it.cdr().marks().attributes().stream().anyMatch(attribute::matches);
            case LadderQuery ladder -> it -> it.hasLadder(ladder.pattern());
            case IdQuery id -> it -> it.cdr().id().equals(id.id());
            case TermQuery term -> it -> it.hasTerm(term.getTerm().field(), term.getTerm().bytes());
            case TermsQuery terms -> {
                var wanted = Set.copyOf(terms.terms());
                yield it -> it.terms(terms.field()).stream().anyMatch(wanted::contains);
            }
            case PeerQuery peers -> it -> it.peers().stream().anyMatch(peer -> Glob.matches(peers.pattern(), peer));
            case FieldExistsQuery has -> has.getField().equals(IndexFields.STEPS) ? Arrived::hasSteps
                    : it -> !it.numbers(has.getField().replace(IndexFields.VALUE, "")).isEmpty();
            default -> throw new IllegalStateException("no standing form of " + query.getClass());
        };
    }

    private static Predicate<Arrived> of(BooleanQuery query) {
        var needed = new ArrayList<Predicate<Arrived>>();
        var unwanted = new ArrayList<Predicate<Arrived>>();
        var any = new ArrayList<Predicate<Arrived>>();
        for (BooleanClause clause : query)
            (switch (clause.occur()) {
                case MUST, FILTER -> needed;
                case MUST_NOT -> unwanted;
                case SHOULD -> any;
            }).add(of(clause.query()));
        boolean oneOf = needed.isEmpty();
        return it -> needed.stream().allMatch(p -> p.test(it)) && unwanted.stream().noneMatch(p -> p.test(it))
                && (!oneOf || any.stream().anyMatch(p -> p.test(it)));
    }

    /** Values of which a record that matches has at least one; empty where nothing of the kind is known. */
    static Optional<Set<Key>> keys(Query query) {
        return switch (query) {
            case BooleanQuery all -> keys(all);
            case AnyQuery any -> union(any.parts().stream().map(StandingQuery::keys).toList());
            case FacetQuery facet -> keys(facet.test());
            case TermQuery term when !term.getTerm().field().equals(CdrField.CALL_ID.fieldName()) ->
                Optional.of(Set.of(new Key(term.getTerm().field(), term.getTerm().text())));
            case TermsQuery terms when !terms.field().equals(CdrField.CALL_ID.fieldName()) -> Optional.of(terms.terms().stream()
                    .map(term -> new Key(terms.field(), term.utf8ToString())).collect(Collectors.toSet()));
            case MatchNoDocsQuery _ -> Optional.of(Set.of());
            default -> Optional.empty();
        };
    }

    private static Optional<Set<Key>> keys(BooleanQuery query) {
        var needed = new ArrayList<Optional<Set<Key>>>();
        var any = new ArrayList<Optional<Set<Key>>>();
        for (BooleanClause clause : query)
            switch (clause.occur()) {
                case MUST, FILTER -> needed.add(keys(clause.query()));
                case SHOULD -> any.add(keys(clause.query()));
                case MUST_NOT -> {
                    // says nothing of what a record has
                }
            }
        return needed.isEmpty() ? union(any) : best(needed);
    }

    private static Optional<Set<Key>> keys(FacetTest test) {
        return switch (test) {
            case FacetTest.Equal(var field, var value) -> Optional.of(Set.of(new Key(field.fieldName(), value)));
            case FacetTest.Any(var parts) -> union(parts.stream().map(StandingQuery::keys).toList());
            case FacetTest.All(var parts) -> best(parts.stream().map(StandingQuery::keys).toList());
            case FacetTest.Like _, FacetTest.Has _, FacetTest.Between _, FacetTest.Not _ -> Optional.empty();
        };
    }

    private static Optional<Set<Key>> union(List<Optional<Set<Key>>> parts) {
        if (parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty))
            return Optional.empty();
        var all = new HashSet<Key>();
        parts.forEach(part -> part.ifPresent(all::addAll));
        return Optional.of(all);
    }

    private static Optional<Set<Key>> best(List<Optional<Set<Key>>> parts) {
        return parts.stream().flatMap(Optional::stream).min(Comparator.comparingInt(StandingQuery::dullness));
    }

    private static int dullness(Set<Key> keys) {
        return keys.stream().mapToInt(key -> TELLING.indexOf(key.field())).map(i -> i < 0 ? TELLING.size() : i).max()
                .orElse(0);
    }
}
