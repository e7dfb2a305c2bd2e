package org.trunkline.ui.cdr.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trunkline.api.cdr.CdrField;

/** The words of a search text that are drawn in a style of their own while it is typed. */
public final class QueryWords {
    public enum Kind {
        FIELD, OPERATOR, QUOTED
    }

    public record Word(int start, int length, Kind kind) {}

    private static final Pattern WORD = Pattern
            .compile("(?<quoted>\"(?:[^\"\\\\]|\\\\.)*\"?)|(?<operator>\\b(?:AND|OR|NOT|TO)\\b)|(?<field>[a-z]+):");

    private QueryWords() {}

    /** In order, without overlap. */
    public static List<Word> of(String text) {
        var words = new ArrayList<Word>();
        Matcher m = WORD.matcher(text);
        while (m.find()) {
            if (m.group("quoted") != null)
                words.add(new Word(m.start(), m.end() - m.start(), Kind.QUOTED));
            else if (m.group("operator") != null)
                words.add(new Word(m.start(), m.end() - m.start(), Kind.OPERATOR));
            else if (CdrField.ofName(m.group("field")).isPresent())
                words.add(new Word(m.start(), m.end() - m.start(), Kind.FIELD));
        }
        return words;
    }
}
