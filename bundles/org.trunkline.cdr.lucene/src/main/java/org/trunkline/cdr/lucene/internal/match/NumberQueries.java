package org.trunkline.cdr.lucene.internal.match;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.value.NumberForms;
import org.trunkline.query.value.NumberPattern;

/** Numbers by any part: {@code 4711}, {@code *4711}, {@code +46 70*}, {@code *0123*}, {@code 46?0*11}. */
final class NumberQueries {
    private static final int INTERNATIONAL = 7;

    private final NumberLookup numbers;

    NumberQueries(NumberLookup numbers) {
        this.numbers = numbers;
    }

    /** @param field {@code from} or {@code to} @param anywhere whether a word without a wildcard may be a part */
    Query of(String field, Word word, boolean anywhere) {
        if (word.isAny())
            return new FieldExistsQuery(field + IndexFields.VALUE);
        var pattern = pattern(word);
        boolean wild = word.isWild();
        if (!wild && anywhere && pattern.length() >= 3)
            return orNational(field, pattern, orInternational(field, pattern, parts(field, "*" + pattern + "*")), "*");
        if (!wild)
            return exact(field, unescape(pattern));
        boolean open = Character.isDigit(pattern.charAt(0)) && !pattern.startsWith("00");
        if (pattern.startsWith("00"))
            return either(parts(field, pattern), parts(field, "+" + pattern.substring(2)));
        return open ? orNational(field, pattern, either(parts(field, pattern), parts(field, "+" + pattern)), "")
                : parts(field, pattern);
    }

    private Query exact(String field, String plain) {
        var forms = NumberForms.exact(plain);
        if (forms.size() == 1)
            return new TermQuery(new Term(field, forms.getFirst()));
        var any = new BooleanQuery.Builder();
        for (String form : forms)
            any.add(new TermQuery(new Term(field, form)), Occur.SHOULD);
        return orNational(field, plain, any.build(), "");
    }

    /** A number with its national 0 is in E.164 without it, behind a country's code. @param end more may follow: {@code *} */
    private Query orNational(String field, String pattern, Query query, String end) {
        return NumberForms.isNational(pattern) ? either(query, parts(field, "+*" + pattern.substring(1) + end)) : query;
    }

    /** With 00 for the plus, and digits enough that it is no part of another number. */
    private Query orInternational(String field, String pattern, Query query) {
        return pattern.startsWith("00") && pattern.length() >= INTERNATIONAL && NumberForms.isDigits(pattern)
                ? either(query, parts(field, "+" + pattern.substring(2) + "*")) : query;
    }

    private static Query either(Query one, Query other) {
        return new BooleanQuery.Builder().add(one, Occur.SHOULD).add(other, Occur.SHOULD).build();
    }

    /** As {@link NumberForms#plain}, with wildcards as they are and escaped ones behind a backslash. */
    private static String pattern(Word word) {
        var text = new StringBuilder();
        boolean number = NumberForms.looksLikeNumber(word.text());
        int trunkPrefix = number ? NumberForms.trunkPrefix(word.text()) : word.text().length();
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.text().charAt(i);
            boolean special = c == '*' || c == '?';
            if (special && !word.wild().contains(i))
                text.append('\\').append(c);
            else if (special)
                text.append(c);
            else if (i != trunkPrefix)
                text.append(number ? NumberForms.plain("0" + c).substring(1) : NumberForms.plain(String.valueOf(c)));
        }
        return text.toString();
    }

    private static String unescape(String pattern) {
        return pattern.replace("\\*", "*").replace("\\?", "?");
    }

    private Query parts(String field, String glob) {
        var pattern = new NumberPattern(glob);
        return pattern.isSelective() ? new NumberQuery(field, pattern, numbers)
                : new FieldExistsQuery(field + IndexFields.VALUE);
    }
}
