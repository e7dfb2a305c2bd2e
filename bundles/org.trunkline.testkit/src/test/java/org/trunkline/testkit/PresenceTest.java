package org.trunkline.testkit;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Subscribers who see whether another can be reached: RFC 3856, RFC 3863, RFC 4480. */
class PresenceTest {
    private static final String TALKS = "<rpid:on-the-phone/>";
    private final EngineFixture f = new EngineFixture();
    private int told;

    @BeforeEach
    void phones() {
        f.directory.register("bob", "192.0.2.20:5060").register("carol", "192.0.2.30:5060");
    }

    private static FakeRequest subscribe(String watched) {
        return FakeRequest.of("SUBSCRIBE").called(watched).callId("presence").fromTag("c-tag").source("192.0.2.30")
                .caller("", "sip:carol@192.0.2.1").contact("sip:carol@192.0.2.30:5060").header("Event", "presence");
    }

    private Received watch() {
        return f.sip.receive(subscribe("bob").header("Authorization", "Fake carol"));
    }

    /** The next NOTIFY, which is taken. */
    private SentRequest next() {
        var all = f.sip.requests("NOTIFY");
        assertTrue(all.size() > told, "no NOTIFY more");
        var notify = all.get(told++);
        f.sip.respond(notify, 200);
        return notify;
    }

    private void nothingMore() {
        assertEquals(told, f.sip.requests("NOTIFY").size());
    }

    @Test
    void whoIsRegisteredIsOpenAndWhoTalksIsOnThePhone() {
        assertEquals(List.of(200), watch().statuses());
        var first = next();
        assertEquals(Optional.of("presence"), first.header("Event"));
        assertEquals("application/pidf+xml", first.request.body().orElseThrow().contentType());
        for (String part : List.of("entity=\"sip:bob@test\"", "<basic>open</basic>", "<contact>sip:bob@test</contact>"))
            assertTrue(first.body().contains(part), first.body());
        assertFalse(first.body().contains(TALKS), first.body());
        var invite = f.ringing();
        nothingMore();
        f.answer(f.callee());
        f.acknowledge(invite);
        var talking = next();
        assertTrue(talking.body().contains(TALKS) && talking.body().contains("<basic>open</basic>"), talking.body());
        assertFalse(talking.body().contains("alice"), "with whom is nobody's business");
        f.hangUp(invite);
        assertFalse(next().body().contains(TALKS));
        nothingMore();
    }

    @Test
    void whoHasNoPhoneIsClosedUntilOneRegisters() {
        f.directory.away("bob");
        watch();
        assertTrue(next().body().contains("<basic>closed</basic>"));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ZERO);
        assertTrue(next().body().contains("<basic>open</basic>"));
        f.directory.registers("bob", "192.0.2.20:5060");
        f.after(ZERO);
        nothingMore();
        f.directory.away("bob");
        f.after(ZERO);
        assertTrue(next().body().contains("<basic>closed</basic>"));
    }

    @Test
    void whoCallsIsOnThePhone() {
        f.directory.register("alice", "192.0.2.10:5060");
        f.sip.receive(subscribe("alice").header("Authorization", "Fake carol"));
        next();
        f.ringing();
        assertTrue(next().body().contains(TALKS));
    }

    @Test
    void onlySubscribersMayAskAndOnlyForWhatThereIs() {
        assertEquals(List.of(401), f.sip.receive(subscribe("bob")).statuses());
        assertEquals(404, f.sip.receive(subscribe("nobody").header("Authorization", "Fake carol")).last().status());
        assertEquals(406, f.sip.receive(subscribe("bob").header("Authorization", "Fake carol").header("Accept",
                "application/dialog-info+xml")).last().status());
        var unknown = f.sip.receive(FakeRequest.of("SUBSCRIBE").called("bob").header("Event", "message-summary"));
        assertEquals(489, unknown.last().status());
        assertEquals(Optional.of("dialog, presence"), unknown.header("Allow-Events"));
        nothingMore();
    }

    // ---- PUBLISH (RFC 3903)

    private static String pidf(String basic, String activity, String note) {
        return "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:d=\"urn:ietf:params:xml:ns:pidf:data-model\" "
                + "xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"sip:bob@test\"><tuple id=\"t\"><status><basic>" + basic
                + "</basic></status></tuple><d:person id=\"p\"><r:activities><r:" + activity + "/></r:activities><d:note>" + note
                + "</d:note></d:person></presence>";
    }

    private int published;

    private FakeRequest publish(String seconds, String body) {
        var request = FakeRequest.of("PUBLISH").called("bob").callId("publish-" + ++published).fromTag("b-tag").source("192.0.2.20")
                .caller("", "sip:bob@192.0.2.1").header("Event", "presence").header("Expires", seconds).header("Authorization", "Fake bob");
        return body.isEmpty() ? request : request.body("application/pidf+xml", body);
    }

    private String taken(FakeRequest request) {
        var answer = f.sip.receive(request);
        assertEquals(List.of(200), answer.statuses());
        return answer.header("SIP-ETag").orElseThrow();
    }

    @Test
    void whatAPhonePublishesIsToldUntilItExpires() {
        watch();
        next();
        String tag = taken(publish("600", pidf("closed", "busy", "Do not disturb &lt;till 3&gt;")));
        f.after(ZERO);
        var busy = next().body();
        for (String part : List.of("<basic>closed</basic>", "<rpid:busy/>", "<dm:note>Do not disturb &lt;till 3&gt;</dm:note>"))
            assertTrue(busy.contains(part), busy);
        f.after(ofSeconds(500));
        String second = taken(publish("600", "").header("SIP-If-Match", tag));
        assertEquals(412, f.sip.receive(publish("600", "").header("SIP-If-Match", tag)).last().status(), "each refresh has a tag of its own");
        f.after(ofSeconds(500));
        nothingMore();
        String third = taken(publish("600", pidf("open", "meeting", "")).header("SIP-If-Match", second));
        f.after(ZERO);
        var meeting = next().body();
        assertTrue(meeting.contains("<basic>open</basic>") && meeting.contains("<rpid:meeting/>") && !meeting.contains("busy"), meeting);
        f.after(ofSeconds(601));
        var over = next().body();
        assertTrue(over.contains("<basic>open</basic>") && !over.contains("meeting"), over);
        assertEquals(412, f.sip.receive(publish("0", "").header("SIP-If-Match", third)).last().status());
    }

    @Test
    void theCallOfAPublisherIsToldToo() {
        watch();
        next();
        String tag = taken(publish("600", pidf("open", "meeting", "")));
        f.after(ZERO);
        next();
        var invite = f.ringing();
        f.answer(f.callee());
        f.acknowledge(invite);
        assertTrue(next().body().contains("<rpid:meeting/>" + TALKS));
        taken(publish("0", "").header("SIP-If-Match", tag));
        f.after(ZERO);
        var talks = next().body();
        assertTrue(talks.contains(TALKS) && !talks.contains("meeting"), talks);
    }

    @Test
    void whoWantsToLookOfflineIsNotOnThePhone() {
        watch();
        next();
        taken(publish("600", pidf("closed", "", "Gone").replace("<r:/>", "")));
        f.after(ZERO);
        assertTrue(next().body().contains("<basic>closed</basic>"));
        var invite = f.ringing();
        f.answer(f.callee());
        f.acknowledge(invite);
        nothingMore();
    }

    @Test
    void whatAPhoneSaidThatIsGoneIsNotDoneAnyMore() {
        watch();
        next();
        taken(publish("600", pidf("closed", "busy", "Back at three")));
        f.after(ZERO);
        next();
        f.directory.away("bob");
        f.after(ZERO);
        var gone = next().body();
        assertTrue(gone.contains("<basic>closed</basic>") && gone.contains("Back at three") && !gone.contains("busy"), gone);
    }

    @Test
    void onlyTheSubscriberPublishesAndOnlyPresence() {
        var body = pidf("open", "away", "");
        assertEquals(423, f.sip.receive(publish("30", body)).last().status());
        assertEquals(Optional.of("60"), f.sip.receive(publish("30", body)).header("Min-Expires"));
        assertEquals(400, f.sip.receive(publish("600", "")).last().status(), "nothing to begin with");
        assertEquals(400, f.sip.receive(publish("600", "<!DOCTYPE x [<!ENTITY e \"e\">]>" + body.substring(21))).last().status());
        assertEquals(400, f.sip.receive(publish("600", body.substring(0, 200))).last().status());
        assertEquals(413, f.sip.receive(publish("600", body + " ".repeat(17_000))).last().status());
        assertEquals(403, f.sip.receive(publish("600", body).called("carol")).last().status());
        assertEquals(404, f.sip.receive(publish("600", body).called("nobody")).last().status());
        var other = FakeRequest.of("PUBLISH").called("bob").callId("p-other").header("Event", "dialog").header("Authorization", "Fake bob");
        assertEquals(489, f.sip.receive(other).last().status());
        assertEquals(401, f.sip.receive(FakeRequest.of("PUBLISH").called("bob").callId("p-none").header("Event", "presence")
                .body("application/pidf+xml", body)).last().status());
        for (int i = 0; i < 5; i++)
            taken(publish("600", body));
        assertEquals(503, f.sip.receive(publish("600", body)).last().status());
    }

    @Test
    void theLastNotifySaysWhyItEnds() {
        watch();
        next();
        f.after(ofSeconds(3601));
        var last = next();
        assertEquals(Optional.of("terminated;reason=timeout"), last.header("Subscription-State"));
        assertTrue(last.body().contains("<basic>open</basic>"));
    }
}
