package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.push.PushMessage.Kind;
import org.trunkline.engine.port.push.PushSender.Outcome;
import org.trunkline.testkit.FakeSignaling.Received;

/** Phones that sleep are woken by a push message, and rung once they register (RFC 8599 §5.3.1). */
class SleepingPhonesTest {
    private static final String PHONE = "https://push.example/1";

    private final EngineFixture f = new EngineFixture();

    private Received call() {
        return f.sip.receive(FakeRequest.invite("bob"));
    }

    private int invites() {
        return f.sip.requests("INVITE").size();
    }

    @Test
    void aPhoneThatWakesTakesTheCall() {
        f.directory.sleeps("bob", PHONE, "");
        var invite = call();
        assertEquals(List.of(PHONE + " RINGS"), f.directory.pushed());
        assertEquals(ofSeconds(30), f.directory.lastPush().life(), "as long as the phone is rung");
        assertEquals("alice", f.directory.lastPush().number());
        assertTrue(f.directory.lastPush().topic().matches("[0-9a-z]{16,32}"), f.directory.lastPush().topic());
        assertEquals(List.of(100, 180), invite.statuses(), "the caller hears that it rings");
        f.after(ofSeconds(12));
        assertEquals(0, invites());

        f.directory.wakes("bob", PHONE, "192.0.2.20:5060");
        assertEquals(1, invites());
        f.sip.respond(f.callee(), 180);
        f.answer(f.callee());
        f.acknowledge(invite);
        assertEquals(200, invite.last().status());
        assertEquals(List.of(PHONE + " RINGS"), f.directory.pushed(), "it knows already");
        assertEquals(0, f.directory.awaiting("bob"));
    }

    @Test
    void nobodyWakesWithinTheRingTime() {
        f.directory.sleeps("bob", PHONE, "");
        var invite = call();
        f.after(ofSeconds(29));
        assertEquals(List.of(100, 180), invite.statuses());
        f.after(ofSeconds(2));
        assertEquals(480, invite.last().status());
        assertEquals(Cause.NO_ANSWER, f.cdrs.ended().getLast().cause());
        assertEquals(List.of(PHONE + " RINGS", PHONE + " MISSED"), f.directory.pushed());
        assertEquals(0, f.directory.awaiting("bob"));
        f.directory.wakes("bob", PHONE, "192.0.2.20:5060");
        assertEquals(0, invites(), "too late");
    }

    @Test
    void theCallerGivesUp() {
        f.directory.sleeps("bob", PHONE, "");
        var invite = call();
        String topic = f.directory.lastPush().topic();
        f.sip.cancel(invite);
        assertEquals(487, invite.last().status());
        assertEquals(Kind.MISSED, f.directory.lastPush().kind());
        assertEquals(topic, f.directory.lastPush().topic(), "the push service replaces the first by the second");
        assertEquals(0, f.directory.awaiting("bob"));
    }

    /** The push service is down, or the subscription is gone: the call ends as it did without. */
    @Test
    void nothingReachesIt() {
        f.directory.sleeps("bob", PHONE, "").pushOutcome(Outcome.FAILED);
        var invite = call();
        assertEquals(List.of(100, 480), invite.statuses());
        assertEquals(Cause.NOT_REGISTERED, f.cdrs.ended().getLast().cause());
        assertEquals(0, f.directory.awaiting("bob"));
    }

    @Test
    void anotherPhoneAnswers() {
        f.directory.register("bob", "192.0.2.20:5060").sleeps("bob", PHONE, "");
        var invite = call();
        assertEquals(1, invites());
        assertEquals(List.of(PHONE + " RINGS"), f.directory.pushed());
        f.answer(f.callee());
        f.acknowledge(invite);
        assertEquals(List.of(PHONE + " RINGS", PHONE + " TAKEN"), f.directory.pushed());
    }

    /** One that refuses does not speak for the one that sleeps. */
    @Test
    void anotherPhoneIsBusy() {
        f.directory.register("bob", "192.0.2.20:5060").sleeps("bob", PHONE, "");
        var invite = call();
        f.sip.respond(f.callee(), 486);
        assertEquals(List.of(100, 180), invite.statuses());
        f.directory.wakes("bob", PHONE, "192.0.2.30:5060");
        assertEquals(2, invites());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
    }

    /** A phone that rings is awake; one that says nothing is asked after two seconds, and rung again where it comes from elsewhere. */
    @Test
    void aRegisteredPhoneIsAskedOnlyIfNothingComesBack() {
        f.directory.register("bob", "192.0.2.20:5060").sleeps("bob", PHONE, "sip:bob@192.0.2.20:5060");
        var invite = call();
        f.sip.respond(f.callee(), 180);
        f.after(ofSeconds(5));
        assertEquals(List.of(), f.directory.pushed());
        f.sip.cancel(invite);
        f.sip.respond(f.callee(), 487);
        assertEquals(List.of(), f.directory.pushed(), "it knows by its CANCEL");

        var again = f.sip.receive(FakeRequest.invite("bob"));
        assertEquals(2, invites());
        f.after(ofSeconds(1));
        assertEquals(List.of(), f.directory.pushed());
        f.after(ofSeconds(2));
        assertEquals(List.of(PHONE + " RINGS"), f.directory.pushed());
        f.directory.wakes("bob", PHONE, "192.0.2.21:6000");
        assertEquals(3, invites());
        f.answer(f.callee());
        assertEquals(200, again.last().status());
    }

    /** Its connection is gone: the same contact registers over a new one. */
    @Test
    void aBrokenConnectionIsTriedOnceMore() {
        f.directory.register("bob", "192.0.2.20:5060").sleeps("bob", PHONE, "sip:bob@192.0.2.20:5060");
        var invite = call();
        f.sip.timeOut(f.callee());
        assertEquals(List.of(PHONE + " RINGS"), f.directory.pushed(), "at once");
        f.directory.wakes("bob", PHONE, "192.0.2.20:5060");
        assertEquals(2, invites());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
    }

    /** A refusal of the phone that is awake ends the call at once. */
    @Test
    void aRegisteredPhoneRefuses() {
        f.directory.register("bob", "192.0.2.20:5060").sleeps("bob", PHONE, "sip:bob@192.0.2.20:5060");
        var invite = call();
        f.sip.respond(f.callee(), 486);
        assertEquals(486, invite.last().status());
        assertEquals(List.of(), f.directory.pushed());
    }
}
