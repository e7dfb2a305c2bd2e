package org.trunkline.ui.cdr.internal.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

class LegPairsTest {
    private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");

    private final LadderEntry in = entry(0, 0, false, "INVITE", "INVITE sip:1@node SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n");
    private final LadderEntry trying = entry(1, 0, true, "100 Trying", "SIP/2.0 100 Trying\r\nCSeq: 1 INVITE\r\n\r\n");
    private final LadderEntry first = entry(3, 1, true, "INVITE", "INVITE sip:1@a SIP/2.0\r\nCSeq: 7 INVITE\r\n\r\n");
    private final LadderEntry second = entry(4, 2, true, "INVITE", "INVITE sip:1@b SIP/2.0\r\nCSeq: 9 INVITE\r\n\r\n");
    private final LadderEntry answer = entry(900, 2, false, "200 OK", "SIP/2.0 200 OK\r\nCSeq: 9 INVITE\r\n\r\n");
    private final LadderEntry passed = entry(902, 0, true, "200 OK", "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n");
    private final LegPairs pairs = LegPairs.of(new Ladder(new CallId("06GZYRPX9VMK8KACX1G2"), List.of(in, trying, first, second, answer,
            passed)), Optional.empty());

    private static LadderEntry entry(long millis, int leg, boolean sent, String label, String message) {
        return new LadderEntry(T.plusMillis(millis), leg, sent, "192.0.2.1:5060", "UDP", label, 0, message);
    }

    @Test
    void aMessageLeadsToTheSameOnTheOtherLegAndBack() {
        assertSame(answer, pairs.otherOf(passed).orElseThrow());
        assertSame(passed, pairs.otherOf(answer).orElseThrow());
        assertEquals(2, pairs.of(answer).orElseThrow().took().orElseThrow().toMillis());
    }

    @Test
    void ofAForkEachCalleesMessageLeadsBackToTheCallers() {
        assertSame(in, pairs.otherOf(first).orElseThrow());
        assertSame(in, pairs.otherOf(second).orElseThrow());
        assertSame(first, pairs.otherOf(in).orElseThrow(), "nobody is known to have answered: the first");
    }

    @Test
    void whatStaysOnItsLegHasNone() {
        assertTrue(pairs.of(trying).isEmpty());
    }
}
