package org.trunkline.query.tree;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;

/** A query as it was written. Positions are indices of characters in its text. */
public sealed interface Clause {
    record All() implements Clause {}

    record And(List<Clause> parts) implements Clause {}

    record Or(List<Clause> parts) implements Clause {}

    record Not(Clause part) implements Clause {}

    /** {@code cause:busy}; without a field {@code busy}. */
    record Match(Optional<CdrField> field, Word word) implements Clause {}

    /** {@code duration:>1h} */
    record Compare(CdrField field, Operator operator, Word word) implements Clause {}

    /** {@code duration:[10s TO 2m]}; a star is an open end. */
    record Between(CdrField field, Word low, boolean lowIncluded, Word high, boolean highIncluded) implements Clause {}

    /** {@code customer:acme}, a field that a plug-in adds. */
    record AttributeMatch(AttributeAbout attribute, Word word) implements Clause {}

    record AttributeCompare(AttributeAbout attribute, Operator operator, Word word) implements Clause {}

    record AttributeBetween(AttributeAbout attribute, Word low, boolean lowIncluded, Word high, boolean highIncluded)
            implements Clause {}

    public enum Operator {
        LESS, AT_MOST, MORE, AT_LEAST
    }

    /**
     * @param text without quotes and escapes
     * @param wild indices in the text of the stars and question marks that were not escaped
     */
    public record Word(String text, boolean quoted, List<Integer> wild, int position, int end) {
        public boolean isWild() {
            return !wild.isEmpty();
        }

        /** Without its wildcards. */
        public String tame() {
            var tame = new StringBuilder(text);
            wild.reversed().forEach(tame::deleteCharAt);
            return tame.toString();
        }

        /** As a pattern in lower case, with characters that are no wildcards behind a backslash. */
        public String pattern() {
            var pattern = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c == '*' || c == '?' || c == '\\') && !wild.contains(i))
                    pattern.append('\\');
                pattern.append(c);
            }
            return pattern.toString().toLowerCase(Locale.ROOT);
        }

        /** A star alone: there is a value. */
        public boolean isAny() {
            return text.equals("*") && isWild();
        }
    }
}
