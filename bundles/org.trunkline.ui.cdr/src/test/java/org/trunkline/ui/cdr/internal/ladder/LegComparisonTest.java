package org.trunkline.ui.cdr.internal.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.testkit.SampleLadder;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Kind;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Line;

class LegComparisonTest {
    private static String shown(LegComparison.Pair pair) {
        return pair.caller().map(LadderEntry::label).orElse("-") + (pair.backward() ? " < " : " > ")
                + pair.callee().map(LadderEntry::label).orElse("-");
    }

    @Test
    void messagesThatBelongTogetherStandSideBySide() {
        var pairs = LegComparison.of(SampleLadder.answered(), 2);
        assertEquals(List.of("INVITE > INVITE", "100 Trying < -", "180 Ringing < 180 Ringing", "200 OK < 200 OK",
                "ACK > ACK", "BYE > BYE", "200 OK < -", "- < 200 OK"), pairs.stream().map(LegComparisonTest::shown).toList());
        assertEquals(Optional.of(Duration.ofMillis(44)), pairs.getFirst().took());
        assertEquals(List.of(1, 2), LegComparison.calleeLegs(SampleLadder.answered()));
    }

    @Test
    void theLegThatFailedIsComparedAsWell() {
        assertEquals(List.of("INVITE > INVITE", "100 Trying < -", "- < 503 Service Unavailable"),
                LegComparison.of(SampleLadder.answered(), 1).stream().map(LegComparisonTest::shown).limit(3).toList());
    }

    private static List<String> differences(String caller, String callee) {
        return LegComparison.lines(caller, callee).stream().filter(l -> l.kind() != Kind.SAME)
                .map(l -> l.name() + "|" + l.caller() + "|" + l.callee()).toList();
    }

    @Test
    void headersAreComparedByTheirLongNamesAndRepeatedOnesTogether() {
        assertEquals(List.of("From|<sip:a@x>|<sip:b@x>", "Via|SIP/2.0/UDP a, SIP/2.0/UDP b|SIP/2.0/UDP c",
                "P-Asserted-Identity||<sip:+46701234567@x>"),
                differences("INVITE sip:b SIP/2.0\r\nf: <sip:a@x>\r\nVia: SIP/2.0/UDP a\r\nVIA: SIP/2.0/UDP b\r\nCall-ID: 1\r\n\r\n",
                        "INVITE sip:b SIP/2.0\r\nCall-ID: 1\r\nFrom: <sip:b@x>\r\nP-Asserted-Identity: <sip:+46701234567@x>\r\nv: SIP/2.0/UDP c\r\n\r\n"));
    }

    @Test
    void bodiesAreAlignedLineByLine() {
        var lines = LegComparison.lines("X\r\n\r\nv=0\r\nc=IN IP4 10.0.0.5\r\nm=audio 4000 RTP/AVP 8 0\r\na=ptime:20\r\n",
                "X\r\n\r\nv=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 20000 RTP/AVP 8 0\r\na=rtcp:20001\r\na=ptime:20\r\n");
        assertEquals(List.of("SDP c=|c=IN IP4 10.0.0.5|c=IN IP4 192.0.2.1",
                "SDP m=|m=audio 4000 RTP/AVP 8 0|m=audio 20000 RTP/AVP 8 0", "SDP a=||a=rtcp:20001"),
                lines.stream().filter(l -> l.kind() != Kind.SAME).map(l -> l.name() + "|" + l.caller() + "|" + l.callee()).toList());
        assertEquals(1, lines.stream().filter(l -> l.kind() == Kind.CALLEE_ONLY).count());
        assertTrue(lines.stream().map(Line::caller).toList().contains("a=ptime:20"));
    }

    @Test
    void nothingIsLostOfBrokenMessages() {
        assertEquals(List.of(), LegComparison.of(new Ladder(SampleLadder.CALL, List.of()), 1));
        var odd = new Ladder(SampleLadder.CALL, List.of(SampleLadder.entry(0, 0, false, "a", "", 0, ""),
                SampleLadder.entry(1, 1, true, "b", "", 0, "\0\r\n :x\r\n")));
        assertEquals(1, LegComparison.of(odd, 1).size());
        assertEquals(2, LegComparison.of(odd, 1).getFirst().differences());
    }
}
