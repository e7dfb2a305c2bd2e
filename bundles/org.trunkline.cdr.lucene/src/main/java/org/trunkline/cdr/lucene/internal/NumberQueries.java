package org.trunkline.cdr.lucene.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.cdr.lucene.internal.Clause.Word;

/** Numbers by any part: {@code 4711}, {@code *4711}, {@code +46 70*}, {@code *0123*}, {@code 46?0*11}. */
final class NumberQueries {
    private NumberQueries() {}

    /** @param field {@code from} or {@code to} @param anywhere whether a word without a wildcard may be a part */
    static Query of(String field, Word word, boolean anywhere) {
        if (word.isAny())
            return new FieldExistsQuery(field + IndexFields.VALUE);
        var pattern = pattern(word);
        boolean wild = word.isWild();
        if (!wild && anywhere && pattern.length() >= 3)
            return parts(field, "*" + pattern + "*");
        if (!wild)
            return exact(field, unescape(pattern));
        boolean open = Character.isDigit(pattern.charAt(0)) && !pattern.startsWith("00");
        if (pattern.startsWith("00"))
            return either(parts(field, pattern), parts(field, "+" + pattern.substring(2)));
        return open ? either(parts(field, pattern), parts(field, "+" + pattern)) : parts(field, pattern);
    }

    private static Query exact(String field, String plain) {
        var any = new BooleanQuery.Builder();
        for (String form : NumberForms.exact(plain))
            any.add(new TermQuery(new Term(field, form)), Occur.SHOULD);
        if (NumberForms.isNational(plain))
            any.add(parts(field, "+*" + plain.substring(1)), Occur.SHOULD);
        return any.build();
    }

    private static Query either(Query one, Query other) {
        return new BooleanQuery.Builder().add(one, Occur.SHOULD).add(other, Occur.SHOULD).build();
    }

    /** As {@link NumberForms#plain}, with wildcards as they are and escaped ones behind a backslash. */
    private static String pattern(Word word) {
        var text = new StringBuilder();
        boolean number = NumberForms.looksLikeNumber(word.text());
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.text().charAt(i);
            boolean special = c == '*' || c == '?';
            if (special && !word.wild().contains(i))
                text.append('\\').append(c);
            else if (special)
                text.append(c);
            else
                text.append(number ? NumberForms.plain("0" + c).substring(1) : NumberForms.plain(String.valueOf(c)));
        }
        return text.toString();
    }

    private static String unescape(String pattern) {
        return pattern.replace("\\*", "*").replace("\\?", "?");
    }

    /** Each run between wildcards must be there, by its grams; more than one gram may lie apart, so look then. */
    private static Query parts(String field, String pattern) {
        String grams = field + IndexFields.GRAMS;
        var all = new BooleanQuery.Builder();
        int terms = 0;
        for (String run : runs(pattern)) {
            for (String gram : grams(run)) {
                all.add(gram.length() < NumberForms.GRAM ? new PrefixQuery(new Term(grams, gram))
                        : new TermQuery(new Term(grams, gram)), Occur.FILTER);
                terms++;
            }
        }
        if (terms == 0)
            return new FieldExistsQuery(field + IndexFields.VALUE);
        return new NumberQuery(field, pattern, all.build(), terms == 1 && pattern.indexOf('?') < 0);
    }

    private static List<String> runs(String pattern) {
        var runs = new ArrayList<String>();
        var run = new StringBuilder().append(NumberForms.MARK);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                run.append(pattern.charAt(++i));
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
}
