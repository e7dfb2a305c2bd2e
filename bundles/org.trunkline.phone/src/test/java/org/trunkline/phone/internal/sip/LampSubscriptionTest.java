package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.phone.internal.sip.FakeServer.header;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.presence.RingingCall;

/** Calls that ring at others, against a server by hand: RFC 4235, 3891. */
class LampSubscriptionTest extends AccountFixture {
    private static final String ACTIVE = "Subscription-State: active;expires=3000";
    private static final RingingCall CALL = new RingingCall("bo", "+46701234567", "A \"B\" & C", "c1@n;to-tag=lt;from-tag=rt");

    private String subscribe;
    private int turn;

    @Override
    public CallMedia media() {
        return new FakeMedia();
    }

    private void watchBo() {
        agent.watchCalls(List.of("bo"));
        register(100_000);
        subscribe = server.next("SUBSCRIBE sip:bo@example.org ");
        server.reply(subscribe, "200 OK", "", "Expires: 1000");
        assertEquals("dialog", header(subscribe, "Event"));
        assertEquals("application/dialog-info+xml", header(subscribe, "Accept"));
    }

    private void told(int version, String state, String... dialogs) {
        server.back(subscribe, "NOTIFY", ++turn, "<?xml version=\"1.0\"?>\n<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"" + version
                + "\" state=\"" + state + "\" entity=\"sip:bo@example.org\">\n" + String.join("\n", dialogs) + "\n</dialog-info>", "Event: dialog", ACTIVE);
        server.next("SIP/2.0 200");
    }

    private static String dialog(String id, String direction, String state) {
        return "<dialog id=\"" + id + "\" call-id=\"c1@n\" local-tag=\"lt\" remote-tag=\"rt\" direction=\"" + direction + "\"><state>" + state
                + "</state><remote><identity display=\"A &quot;B&quot; &amp; C\">sip:+46701234567@example.org</identity></remote></dialog>";
    }

    @Test
    void aCallRingsThereUntilItIsAnswered() {
        watchBo();
        told(0, "full");
        assertEquals(List.of(), agent.calls().ringing());
        told(1, "partial", dialog("d1", "recipient", "trying"));
        assertEquals(List.of(), agent.calls().ringing());
        told(2, "partial", dialog("d1", "recipient", "early"));
        assertEquals(List.of(CALL), agent.calls().ringing());
        told(2, "partial", "<dialog id=\"d1\"><state>terminated</state></dialog>");
        assertEquals(List.of(CALL), agent.calls().ringing(), "older than what is known");
        told(3, "partial", dialog("d1", "recipient", "confirmed"));
        assertEquals(List.of(), agent.calls().ringing());
    }

    @Test
    void onlyWhatCanBeTakenIsShown() {
        watchBo();
        told(0, "full", dialog("d1", "initiator", "early"), "<dialog id=\"d2\" direction=\"recipient\"><state>early</state></dialog>",
                dialog("d3", "recipient", "early").replace("\"lt\"", "\"l t\""));
        assertEquals(List.of(), agent.calls().ringing());
        told(1, "full", dialog("d4", "recipient", "early"));
        assertEquals(List.of(CALL), agent.calls().ringing());
        told(2, "full");
        assertEquals(List.of(), agent.calls().ringing());
    }

    @Test
    void itIsSeenSinceWhenSomebodyTalks() {
        watchBo();
        told(0, "full", dialog("d0", "initiator", "confirmed").replace("<state>", "<duration>90</duration><state>"));
        var begun = work.now().minusSeconds(90);
        assertEquals(Map.of("bo", begun), agent.calls().talking());
        told(1, "partial", dialog("d1", "recipient", "early"));
        work.pass(Duration.ofSeconds(5));
        told(2, "partial", dialog("d1", "recipient", "confirmed"), "<dialog id=\"d0\"><state>terminated</state></dialog>");
        var later = work.now();
        assertEquals(Map.of("bo", later), agent.calls().talking());
        work.pass(Duration.ofSeconds(5));
        told(3, "full", dialog("d1", "recipient", "confirmed"));
        assertEquals(Map.of("bo", later), agent.calls().talking(), "the same call");
        told(4, "full");
        assertEquals(Map.of(), agent.calls().talking());
    }

    @Test
    void afterAGapTheWholeStateIsAskedFor() {
        watchBo();
        told(0, "full");
        told(4, "partial", dialog("d1", "recipient", "early"));
        server.reply(server.next("SUBSCRIBE "), "200 OK", "", "Expires: 1000");
        told(5, "full", dialog("d1", "recipient", "early"));
        assertEquals(List.of(CALL), agent.calls().ringing());
        server.drop();
        assertEquals(List.of(), agent.calls().ringing());
        work.pass(Duration.ofSeconds(2));
    }

    @Test
    void itIsPickedUpByItsDialog() {
        watchBo();
        told(0, "full", dialog("d1", "recipient", "early"));
        var session = agent.pickUp("sip:bo@example.org", CALL);
        var invite = server.next("INVITE sip:bo@example.org ");
        assertEquals("c1@n;to-tag=lt;from-tag=rt", header(invite, "Replaces"));
        assertEquals("replaces", header(invite, "Require"));
        assertEquals("+46701234567", session.number());
        assertEquals("A \"B\" & C", session.name());
    }
}
