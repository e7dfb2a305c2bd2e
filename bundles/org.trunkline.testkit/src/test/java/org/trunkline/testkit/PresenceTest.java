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
