package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.trunkline.query.value.NumberPattern;

/** Records whose number is such as a whole. It becomes those numbers that occur, or where they are many, a walk. */
public final class NumberQuery extends Query {
    /** @param field {@code from} or {@code to} */
    record Key(String field, NumberPattern pattern) {
        @Override
        public String toString() {
            return field + ":" + pattern;
        }
    }

    private final Key key;
    private final IndexedNumbers numbers;

    NumberQuery(String field, NumberPattern pattern, IndexedNumbers numbers) {
        key = new Key(field, pattern);
        this.numbers = numbers;
    }

    public String field() {
        return key.field();
    }

    public NumberPattern pattern() {
        return key.pattern();
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        var found = numbers.matching(pattern());
        if (found.isEmpty())
            return new NumberScan(field(), pattern());
        return found.get().isEmpty() ? MatchNoDocsQuery.INSTANCE : new TermsQuery(key, found.get());
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String of) {
        return key.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberQuery o && key.equals(o.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
