package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.LadderEntry;

/** A call that lasts keeps little, and loses nothing of what will be asked of it. */
class LongCallTest {
    private final EngineFixture node = new EngineFixture();

    private List<LadderEntry> ladder() {
        return node.cdrs.ladders().getFirst().entries();
    }

    @Test
    void messagesArePackedOnceTheCallIsAtRestAndAllAreInTheRecord() {
        var invite = node.talking();
        assertEquals(0, node.cdrs.packed(), "who hangs up soon costs no packing");
        node.after(Duration.ofSeconds(11));
        assertEquals(1, node.cdrs.packed());
        node.hangUp(invite);
        node.sip.respond(node.sip.last("BYE"), 200);
        var labels = ladder().stream().map(LadderEntry::label).toList();
        assertEquals("INVITE", labels.getFirst());
        assertTrue(labels.containsAll(List.of("100", "180 Whatever", "200 Whatever", "ACK", "BYE")), labels.toString());
        assertEquals(ladder().stream().map(LadderEntry::message).distinct().count(), ladder().size());
    }

    @Test
    void whatComesAgainAfterThePackingIsCountedNotKeptTwice() {
        var invite = node.talking();
        node.after(Duration.ofSeconds(11));
        node.sip.repeat(invite.request);
        node.sip.repeat(invite.request);
        node.hangUp(invite);
        node.sip.respond(node.sip.last("BYE"), 200);
        assertEquals(List.of(2), ladder().stream().filter(e -> e.label().equals("INVITE") && !e.sent())
                .map(LadderEntry::retransmissions).toList());
    }

    @Test
    void aCallWithManyMessagesIsPackedAgainAndAgain() {
        var invite = node.talking();
        node.after(Duration.ofSeconds(11));
        for (int i = 0; i < 20; i++) {
            node.sip.receive(FakeRequest.within(invite, "INFO", 10 + i));
            node.sip.respond(node.sip.last("INFO"), 200);
        }
        assertEquals(6, node.cdrs.packed());
        node.hangUp(invite);
        node.sip.respond(node.sip.last("BYE"), 200);
        assertEquals(20, ladder().stream().filter(e -> e.label().equals("INFO") && !e.sent()).count());
    }

    @Test
    void anAnswerThatComesAgainAfterHalfAMinuteIsAcknowledgedNoMore() {
        node.talking();
        var answer = FakeResponse.to(node.callee().request, 200).sdp(Sdps.answer("192.0.2.20", 5000));
        node.after(Duration.ofSeconds(30));
        node.sip.respondLate(answer);
        assertEquals(1, node.sip.acks().getFirst().again);
        node.after(Duration.ofSeconds(20));
        node.sip.respondLate(answer);
        assertEquals(1, node.sip.acks().getFirst().again);
        assertEquals(1, node.engine.count());
    }
}
