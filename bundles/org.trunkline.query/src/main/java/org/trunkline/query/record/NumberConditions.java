package org.trunkline.query.record;

import java.util.List;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.tree.Clause.Word;
import org.trunkline.query.value.Country;
import org.trunkline.query.value.NumberForms;
import org.trunkline.query.value.NumberPattern;

/** Numbers by any part: {@code 4711}, {@code *4711}, {@code +46 70*}, {@code *0123*}, {@code 46?0*11}. */
final class NumberConditions {
    private static final int INTERNATIONAL = 7;

    private NumberConditions() {}

    /** @param side from or to @param anywhere whether a word without a wildcard may be a part */
    static Condition of(CdrField side, Word word, boolean anywhere) {
        if (word.isAny())
            return new Condition.Has(side);
        var pattern = pattern(word);
        boolean wild = word.isWild();
        if (!wild && anywhere && pattern.length() >= 3)
            return orNational(side, pattern, orInternational(side, pattern, parts(side, "*" + pattern + "*")), "*");
        if (!wild)
            return exact(side, unescape(pattern));
        boolean open = Character.isDigit(pattern.charAt(0)) && !pattern.startsWith("00");
        if (pattern.startsWith("00"))
            return either(parts(side, pattern), parts(side, "+" + pattern.substring(2)));
        return open ? orNational(side, pattern, either(parts(side, pattern), parts(side, "+" + pattern)), "")
                : parts(side, pattern);
    }

    /** {@code to:sweden}, or somebody who is called so. */
    static Condition ofNamed(CdrField side, Word word) {
        var number = of(side, word, false);
        return word.isWild() ? number : Country.named(word.text()).map(it -> either(number, of(side, it))).orElse(number);
    }

    private static Condition of(CdrField side, Country country) {
        var its = beginnings(side, country.prefixes());
        var others = country.notIts();
        return others.isEmpty() ? its : new Condition.All(List.of(its, new Condition.Not(beginnings(side, others))));
    }

    private static Condition beginnings(CdrField side, List<String> prefixes) {
        return new Condition.Any(prefixes.stream().map(prefix -> parts(side, "+" + prefix + "*")).toList());
    }

    private static Condition exact(CdrField side, String plain) {
        var forms = NumberForms.exact(plain);
        if (forms.size() == 1)
            return new Condition.NumberIs(side, forms.getFirst());
        return orNational(side, plain, new Condition.Any(forms.stream()
                .<Condition>map(form -> new Condition.NumberIs(side, form)).toList()), "");
    }

    /** A number with its national 0 is in E.164 without it, behind a country's code. @param end more may follow: {@code *} */
    private static Condition orNational(CdrField side, String pattern, Condition other, String end) {
        return NumberForms.isNational(pattern) ? either(other, parts(side, "+*" + pattern.substring(1) + end)) : other;
    }

    /** With 00 for the plus, and digits enough that it is not part of another number. */
    private static Condition orInternational(CdrField side, String pattern, Condition other) {
        return pattern.startsWith("00") && pattern.length() >= INTERNATIONAL && NumberForms.isDigits(pattern)
                ? either(other, parts(side, "+" + pattern.substring(2) + "*")) : other;
    }

    private static Condition either(Condition one, Condition other) {
        return new Condition.Any(List.of(one, other));
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

    private static Condition parts(CdrField side, String glob) {
        var pattern = new NumberPattern(glob);
        return pattern.isSelective() ? new Condition.NumberLike(side, pattern) : new Condition.Has(side);
    }
}
