package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HeadIndexTest {
    private static HeadIndex lines(String text) {
        return HeadIndex.of(text.replace("\n", "\r\n").getBytes(UTF_8));
    }

    @Test
    void namesAreReadInAnyCaseAndInTheirCompactForm() {
        var lines = lines("INVITE sip:a SIP/2.0\nK: timer\nSUPPORTED : path \nx-odd:\tYes\nX: 90\n\nk: of the body\n");
        assertEquals(List.of("timer", "path"), lines.of("Supported"));
        assertEquals(List.of("Yes"), lines.of("X-Odd"));
        assertEquals(List.of("90"), lines.of("session-expires"));
        assertEquals(List.of(), lines.of("k"), "asked for by the long name");
        assertEquals(List.of(), lines.of("Support"));
        assertEquals(Map.of("supported", List.of("timer", "path"), "x-odd", List.of("Yes"), "session-expires", List.of("90")),
                lines.all());
        assertEquals(List.of("supported", "x-odd", "session-expires"), List.copyOf(lines.all().keySet()));
    }

    /** RFC 3261 §7.3.1. */
    @Test
    void foldedLinesAreOne() {
        var lines = lines("OPTIONS sip:a SIP/2.0\n nobody's\nSubject: one\n  two\n\tthree \nTo: <sip:b>\n\n");
        assertEquals(List.of("one two three"), lines.of("subject"));
        assertEquals(List.of("<sip:b>"), lines.of("to"));
    }

    @Test
    void whatIsNoHeaderIsLeftOut() {
        var lines = lines("SIP/2.0 200 OK\n: nothing\nno colon\n goes on with it\nn\u00e4me: 1\n\u00e9: \u00e9t\u00e9\nEmpty:\nf: <sip:a:b>\n\n");
        assertEquals(Map.of("n\u00e4me", List.of("1"), "\u00e9", List.of("\u00e9t\u00e9"), "empty", List.of(""), "from", List.of("<sip:a:b>")),
                lines.all());
        assertEquals(List.of(""), lines.of("Empty"));
    }

    @Test
    void moreThanUsualAreReadAndAMessageWithoutAnEndToo() {
        var text = new StringBuilder("OPTIONS sip:a SIP/2.0\n");
        for (int i = 0; i < 100; i++)
            text.append("X-").append(i).append(": ").append(i).append('\n');
        assertEquals(List.of("99"), lines(text.toString()).of("x-99"));
        assertEquals(100, lines(text + "X-100: ").all().keySet().stream().filter(name -> !name.equals("x-100")).count());
        assertEquals(Map.of(), lines("").all());
        assertEquals(List.of("1"), HeadIndex.of("A sip:a SIP/2.0\nXx: 1\n\nXx: 2".getBytes(UTF_8)).of("xx"), "by line feeds alone");
    }
}
