package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.testkit.FakeSignaling.Received;

/** What a record says a call cost, and how it sounded from step to step. */
class CallCostTest {
    private static final Trunk A = FakeDirectory.trunk("A", "203.0.113.1");
    private static final Trunk B = FakeDirectory.trunk("B", "203.0.113.2");

    private final EngineFixture f = new EngineFixture();

    private Received dial(Trunk... trunks) {
        f.directory.route("4670", trunks);
        return f.sip.receive(FakeRequest.invite("4670"));
    }

    private static Tariff tariff(long perMinute) {
        return new Tariff("SEK", new Tariff.Rate(new Amount(perMinute), Amount.ZERO), 60, 60, List.of());
    }

    /** By the trunk that took it, and the prices when it ended. */
    @Test
    void anAnsweredCallOutCostsByTheTariffWhenItEnds() {
        f.directory.price("A", tariff(9_000_000)).price("B", tariff(1_000_000));
        var invite = dial(A, B);
        f.sip.respond(f.callee(), 503);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000));
        f.acknowledge(invite);
        assertEquals(List.of(Optional.of(tariff(1_000_000))), f.cdrs.prices(), "should the node die meanwhile");
        f.directory.price("B", tariff(250_000));
        f.after(ofSeconds(61));
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Optional.of(new Cost(new Amount(500_000), "SEK")), f.cdrs.only().cost());
    }

    /** A call that a subscriber sends on costs by the number that the trunk is called with, not by the one that the caller dialled. */
    @Test
    void aForwardedCallCostsByTheNumberOfTheTrunksLeg() {
        var premium = new Tariff.PrefixRate("882", new Tariff.Rate(new Amount(60_000_000), Amount.ZERO));
        f.directory.price("B", new Tariff("SEK", new Tariff.Rate(new Amount(1_000_000), Amount.ZERO), 60, 60, List.of(premium)))
                .trustAt("203.0.113.1", A).route("88299", B).register("bob", "192.0.2.20:5060").handle("bob", new CallHandling(
                        Optional.of("88299"), Optional.empty(), Optional.empty(), 15, Optional.empty(), false, 0, List.of()));
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.1")
                .caller("Caller", "sip:+4680@203.0.113.1").contact("sip:+4680@203.0.113.1"));
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000));
        f.acknowledge(invite);
        f.after(ofSeconds(30));
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Direction.TRANSIT, f.cdrs.only().direction());
        assertEquals("bob", f.cdrs.only().to().dialled());
        assertEquals(new Amount(60_000_000), f.cdrs.prices().getFirst().orElseThrow().rate().perMinute(), "should the node die meanwhile");
        assertEquals(Optional.of(new Cost(new Amount(60_000_000), "SEK")), f.cdrs.only().cost());
    }

    /** Beside the messages, as the relay measured it. */
    @Test
    void theQualityOverTimeIsKeptWithTheMessages() {
        var invite = dial(A);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000));
        f.acknowledge(invite);
        f.media.sessions().getFirst().series = Samples.ladder(1).quality();
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Samples.ladder(1).quality(), f.cdrs.ladders().getFirst().quality());
    }

    @Test
    void whatNobodyAnswersCostsNothing() {
        f.directory.price("A", tariff(1_000_000));
        dial(A);
        f.sip.respond(f.callee(), 486);
        assertEquals(Optional.empty(), f.cdrs.only().cost());
    }

    @Test
    void aCallInCostsNothing() {
        f.directory.price("A", tariff(1_000_000)).trustAt("203.0.113.1", A).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.1")
                .caller("Caller", "sip:+4680@203.0.113.1").contact("sip:+4680@203.0.113.1"));
        f.answer(f.callee());
        f.acknowledge(invite);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Direction.INBOUND, f.cdrs.only().direction());
        assertEquals(List.of(Optional.empty()), f.cdrs.prices());
        assertEquals(Optional.empty(), f.cdrs.only().cost());
    }
}
