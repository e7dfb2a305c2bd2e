package org.trunkline.cdr.lucene.internal.match;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.FacetTest;

/** Queries that must all be true, or one of them. What is asked of facets is asked at once: that costs next to nothing. */
final class Combination {
    /** @param not whether it must not be true */
    record Part(Query query, boolean not) {}

    /** Of a bare word there are six, and Lucene takes a thousand. */
    private static final int MANY = 100;

    private final Columns columns;

    Combination(Columns columns) {
        this.columns = columns;
    }

    Query all(List<Part> parts) {
        var facets = new ArrayList<FacetTest>();
        var others = new ArrayList<Part>();
        for (var part : parts)
            if (part.query() instanceof FacetQuery facet)
                facets.add(part.not() ? new FacetTest.Not(facet.test()) : facet.test());
            else
                others.add(part);
        if (others.isEmpty())
            return allOf(facets);
        if (parts.size() == 1 && !others.getFirst().not())
            return others.getFirst().query();
        var all = new BooleanQuery.Builder();
        others.forEach(part -> all.add(part.query(), part.not() ? Occur.MUST_NOT : Occur.FILTER));
        if (!facets.isEmpty())
            all.add(allOf(facets), Occur.FILTER);
        else if (others.stream().allMatch(Part::not))
            all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        return all.build();
    }

    private FacetQuery allOf(List<FacetTest> facets) {
        return new FacetQuery(facets.size() == 1 ? facets.getFirst() : new FacetTest.All(facets), columns);
    }

    Query any(List<Query> parts) {
        var facets = new ArrayList<FacetTest>();
        var others = new ArrayList<Query>();
        for (var query : parts)
            if (query instanceof FacetQuery facet)
                facets.add(facet.test());
            else
                others.add(query);
        if (!facets.isEmpty())
            others.add(new FacetQuery(new FacetTest.Any(facets), columns));
        if (others.size() == 1)
            return others.getFirst();
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
        for (var query : many) {
            var some = terms(query);
            if (some.isEmpty())
                parts.add(query);
            else
                some.forEach(it -> terms.computeIfAbsent(it.getTerm().field(), _ -> new LinkedHashSet<>()).add(it.getTerm().bytes()));
        }
        terms.forEach((field, of) -> parts.add(new TermsQuery(field, of)));
        return parts.size() == 1 ? parts.getFirst() : new AnyQuery(parts);
    }

    /** Of which one is to be there; none where it asks anything else. */
    private static List<TermQuery> terms(Query query) {
        if (query instanceof TermQuery term)
            return List.of(term);
        return query instanceof BooleanQuery some && some.clauses().stream()
                .allMatch(c -> c.occur() == Occur.SHOULD && c.query() instanceof TermQuery)
                        ? some.clauses().stream().map(c -> (TermQuery) c.query()).toList() : List.of();
    }
}
