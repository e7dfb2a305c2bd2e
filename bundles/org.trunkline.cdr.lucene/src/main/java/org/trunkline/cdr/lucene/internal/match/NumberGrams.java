package org.trunkline.cdr.lucene.internal.match;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.query.value.NumberPattern;

/**
 * Number patterns by the grams of the index. Each run between wildcards must be there, by its grams; more than one gram
 * may lie apart, so that the numbers they find must be compared with the pattern.
 */
public final class NumberGrams {
    /** Characters of a gram. */
    public static final int LENGTH = 5;
    /** Grams that are searched for, the longest ones: more of them take longer than a look at the numbers these find. */
    private static final int MOST = 8;

    private NumberGrams() {}

    /** True where each number that {@link #query} finds matches without a comparison. */
    public static boolean sure(NumberPattern pattern) {
        return pattern.glob().indexOf('?') < 0 && pattern.runs().stream().mapToInt(run -> grams(run).size()).sum() == 1;
    }

    /** Finds at least the numbers that match. */
    public static Query query(NumberPattern pattern, String field) {
        var all = new BooleanQuery.Builder();
        pattern.runs().stream().flatMap(run -> grams(run).stream()).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).limit(MOST)
                .forEach(gram -> all.add(gram.length() < LENGTH ? new PrefixQuery(new Term(field, gram))
                        : new TermQuery(new Term(field, gram)), Occur.FILTER));
        return all.build();
    }

    /** Enough grams to cover the run. */
    private static Set<String> grams(String run) {
        var grams = new LinkedHashSet<String>();
        for (int at = 0; at + LENGTH < run.length(); at += LENGTH)
            grams.add(run.substring(at, at + LENGTH));
        grams.add(run.substring(Math.max(0, run.length() - LENGTH)));
        return grams;
    }
}
