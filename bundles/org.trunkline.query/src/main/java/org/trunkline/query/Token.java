package org.trunkline.query;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.api.cdr.CdrField;

/**
 * One piece of a search text.
 *
 * @param start index of its first character
 * @param end index after its last one
 * @param field of a name the field, empty where there is no such field; of others the field that they are a value of
 */
public record Token(Kind kind, int start, int end, Optional<CdrField> field) {
    public enum Kind {
        /** A field with its colon: {@code trunk:} */
        FIELD,
        /** A word, or a number with the spaces that people write in it. */
        WORD,
        /** A text in quotation marks. */
        QUOTED,
        /** A text in quotation marks without the second one. */
        UNCLOSED,
        /** {@code AND}, {@code &&} */
        AND,
        /** {@code OR}, {@code ||} */
        OR,
        /** {@code NOT}, {@code !}, {@code -} */
        NOT,
        /** Lucene's plus, which says nothing here. */
        MUST,
        /** Between the ends of a range. */
        TO,
        /** {@code <}, {@code <=}, {@code >}, {@code >=} */
        COMPARISON, OPEN, CLOSE, RANGE_OPEN, RANGE_CLOSE,
        /** {@code *:*} */
        EVERYTHING,
        /** A character that has no meaning where it is. */
        STRAY
    }

    public Token {
        requireNonNull(kind);
        requireNonNull(field);
        if (start < 0 || end <= start)
            throw new IllegalArgumentException("token: " + start + " to " + end);
    }

    public boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** True for a word and for a text in quotation marks. */
    public boolean isValue() {
        return kind == Kind.WORD || kind == Kind.QUOTED || kind == Kind.UNCLOSED;
    }

    /** As written. @param query the text it is a piece of */
    public String in(String query) {
        return query.substring(start, end);
    }
}
