package org.trunkline.cdr.lucene.internal.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * A number by any part: {@code *4711}, {@code +46*}, {@code *0123*}, {@code 46?0*11}. Each run between wildcards must be
 * there, by its grams; more than one gram may lie apart, so that what they find must be looked at.
 *
 * @param glob a {@link Glob}
 */
public record NumberPattern(String glob) {
    /** Grams that are sought, the longest ones: to seek more takes longer than to look at what these find. */
    private static final int MOST_GRAMS = 8;

    /** Whether it says anything but wildcards. */
    public boolean isSelective() {
        return !runs().isEmpty();
    }

    /** Whether what {@link #query} finds matches without a look. */
    public boolean sure() {
        return glob.indexOf('?') < 0 && runs().stream().mapToInt(run -> grams(run).size()).sum() == 1;
    }

    public boolean matches(String number) {
        return Glob.matches(glob, number);
    }

    /** Finds at least those that match. */
    public Query query(String field) {
        var all = new BooleanQuery.Builder();
        runs().stream().flatMap(run -> grams(run).stream()).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).limit(MOST_GRAMS)
                .forEach(gram -> all.add(gram.length() < NumberForms.GRAM ? new PrefixQuery(new Term(field, gram))
                        : new TermQuery(new Term(field, gram)), Occur.FILTER));
        return all.build();
    }

    private List<String> runs() {
        var runs = new ArrayList<String>();
        var run = new StringBuilder().append(NumberForms.MARK);
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                run.append(glob.charAt(++i));
            } else if (c == '*' || c == '?') {
                runs.add(run.toString());
                run.setLength(0);
            } else {
                run.append(c);
            }
        }
        runs.add(run.append(NumberForms.MARK).toString());
        runs.removeIf(r -> r.isEmpty() || r.equals(String.valueOf(NumberForms.MARK)));
        return runs;
    }

    /** Enough grams to cover the run. */
    private static Set<String> grams(String run) {
        var grams = new LinkedHashSet<String>();
        for (int at = 0; at + NumberForms.GRAM < run.length(); at += NumberForms.GRAM)
            grams.add(run.substring(at, at + NumberForms.GRAM));
        grams.add(run.substring(Math.max(0, run.length() - NumberForms.GRAM)));
        return grams;
    }

    @Override
    public String toString() {
        return glob;
    }
}
