package org.trunkline.query;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.tree.QueryParser;

class QueryTokensTest {
    private static final String[] PIECES = { "trunk:", "from:", "mos:", "nofield:", "busy", "+46 70 12", "(070) 123 45", "\"a b\"",
            "\"", "(", ")", "[", "]", "{", "}", " TO ", " AND ", " OR ", " NOT ", "-", "+", "!", "<", ">=", "*", "?", "\\", "~2",
            "&&", "||", "*:*", " ", "\u3000", "å电" };

    private static String of(String text) {
        return QueryTokens.of(text).stream().map(t -> t.kind() + "=" + t.in(text)).collect(joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trunk:"A AND B" AND NOT nofield:x   | FIELD=trunk: QUOTED="A AND B" AND=AND NOT=NOT FIELD=nofield: WORD=x
            mos:[3 TO 4}                        | FIELD=mos: RANGE_OPEN=[ WORD=3 TO=TO WORD=4 RANGE_CLOSE=}
            from:+46 70 12 busy                 | FIELD=from: WORD=+46 70 12 WORD=busy
            trunk:+46 70                        | FIELD=trunk: WORD=+46 WORD=70
            from:(070) 123 45 OR a              | FIELD=from: WORD=(070) 123 45 OR=OR WORD=a
            status:(>400 486) x:y               | FIELD=status: OPEN=( COMPARISON=> WORD=400 WORD=486 CLOSE=) FIELD=x: WORD=y
            cause:(a:b)                         | FIELD=cause: OPEN=( WORD=a:b CLOSE=)
            cause:AND                           | FIELD=cause: WORD=AND
            -busy !x +y -7                      | NOT=- WORD=busy NOT=! WORD=x MUST=+ WORD=y WORD=-7
            a\\ b ]                             | WORD=a\\ b STRAY=]
            "open                               | UNCLOSED="open
            *:* && x                           | EVERYTHING=*:* AND=&& WORD=x
            """)
    void aTextIsCutIntoTokens(String text, String tokens) {
        assertEquals(tokens.replace("\\\\", "\\"), of(text.replace("\\\\", "\\")));
    }

    /** Nothing that is typed breaks it, and nothing is lost: between tokens is white space alone. */
    @Test
    void anyTextCanBeCut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--)
                text.append(PIECES[random.nextInt(PIECES.length)]);
            check(text.toString(), "seed " + seed + ": " + text);
        }
    }

    private static void check(String text, String message) {
        int at = 0;
        for (var token : QueryTokens.of(text)) {
            assertTrue(token.start() >= at && text.substring(at, token.start()).isBlank(), message);
            at = token.end();
        }
        assertTrue(at <= text.length() && text.substring(at).isBlank(), message);
        try {
            QueryParser.parse(text, List.of());
        } catch (QueryException e) {
            assertTrue(e.position() >= 0 && e.position() <= text.length(), message);
        }
        for (var part : new QueryText(text).parts()) {
            assertTrue(!new QueryText(text).in(part).isEmpty(), message);
            new QueryText(text).remove(part);
        }
    }
}
