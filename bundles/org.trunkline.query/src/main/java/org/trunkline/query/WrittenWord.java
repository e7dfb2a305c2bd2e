package org.trunkline.query;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of a word.
 *
 * @param text without quotation marks and escapes
 * @param wild indices in the text of the stars and question marks that are wildcards
 */
public record WrittenWord(String text, List<Integer> wild) {
    public WrittenWord {
        wild = List.copyOf(wild);
    }

    /** @param token a {@link Token#isValue value} of the query */
    public static WrittenWord of(String query, Token token) {
        boolean quoted = !token.is(Token.Kind.WORD);
        int from = quoted ? token.start() + 1 : token.start();
        int to = token.is(Token.Kind.QUOTED) ? token.end() - 1 : token.end();
        var plain = new StringBuilder(to - from);
        var wild = new ArrayList<Integer>();
        for (int at = from; at < to; at++) {
            char c = query.charAt(at);
            if (c == '\\' && at + 1 < to)
                c = query.charAt(++at);
            else if (!quoted && (c == '*' || c == '?'))
                wild.add(plain.length());
            if (quoted || !Character.isWhitespace(c))
                plain.append(c);
        }
        return new WrittenWord(plain.toString(), wild);
    }
}
