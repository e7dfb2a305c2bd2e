package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.engine.port.routing.Directory.Decision;

/** What the record says of calls that are refused before anything is asked of routing. */
class RefusedEarlyTest {
    private static final String CARRIER = "203.0.113.5";
    private static final Party FROM = new Party("46812345678", Optional.of("+46812345678"), "");
    private static final Party TO = new Party("46701740605", Optional.of("+46701740605"), "");

    private final EngineFixture f = new EngineFixture();

    RefusedEarlyTest() {
        f.directory.trustAt(CARRIER, FakeDirectory.trunk("In", CARRIER));
        f.directory.decide("46701740605", _ -> new Decision.ToSubscriber(Direction.INBOUND, "bob", FROM, TO));
    }

    private FakeRequest invite() {
        return FakeRequest.anonymousInvite("46701740605").caller("", "sip:46812345678@" + CARRIER).source(CARRIER);
    }

    private record Refusal(int status, Cause cause, Consumer<FakeRequest> spoil) {
        @Override
        public String toString() {
            return status + " " + cause;
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(new Refusal(482, Cause.LOOP, r -> r.looped(true)),
                new Refusal(483, Cause.LOOP, r -> r.maxForwards(0)),
                new Refusal(420, Cause.FAILED, r -> r.header("Require", "precondition")),
                new Refusal(406, Cause.MEDIA_UNAVAILABLE, r -> r.header("Accept", "text/plain")),
                new Refusal(422, Cause.FAILED, r -> r.header("Supported", "timer").header("Session-Expires", "30")),
                new Refusal(415, Cause.MEDIA_UNAVAILABLE, r -> r.body("text/plain", "hi")),
                new Refusal(400, Cause.MEDIA_UNAVAILABLE, r -> r.sdp("v=0\r\nnonsense\r\n")),
                new Refusal(488, Cause.MEDIA_UNAVAILABLE, r -> r.sdp(Sdps.offer(CARRIER, 0))),
                new Refusal(400, Cause.FAILED, r -> r.header("Replaces", "x")),
                new Refusal(481, Cause.NOT_FOUND, r -> r.header("Replaces", "x;to-tag=a;from-tag=b")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aFaultyRequestOfATrunk(Refusal refusal) {
        var request = invite();
        refusal.spoil.accept(request);
        refused(request, refusal.status, refusal.cause);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void aTrunkBeyondItsLimits(Map.Entry<Reason, Cause> limit) {
        f.directory.refuse("In", limit.getKey(), 3, 3);
        refused(invite(), limit.getValue() == Cause.FORBIDDEN ? 403 : 503, limit.getValue());
        var candidate = f.cdrs.only().why().candidates().getFirst();
        assertEquals(limit.getKey(), candidate.reason());
        assertEquals(3, candidate.limit());
    }

    static Stream<Map.Entry<Reason, Cause>> limits() {
        return Stream.of(Map.entry(Reason.CALLS_CAP, Cause.CALLS_CAP), Map.entry(Reason.CPS_CAP, Cause.CPS_CAP),
                Map.entry(Reason.DOWN, Cause.TRUNK_DOWN), Map.entry(Reason.DISABLED, Cause.FORBIDDEN));
    }

    private void refused(FakeRequest request, int status, Cause cause) {
        assertEquals(status, f.sip.receive(request).last().status());
        var cdr = f.cdrs.only();
        assertEquals(cause, cdr.cause());
        assertEquals(FROM, cdr.from());
        assertEquals(TO, cdr.to());
        assertEquals("46701740605", cdr.why().dialled());
        assertEquals("+46701740605", cdr.why().normalised());
        assertEquals(7, cdr.why().configRevision());
        assertEquals(Optional.empty(), cdr.route(), "it was not routed");
        assertEquals(Direction.INBOUND, cdr.direction());
        assertEquals(Optional.of("In"), cdr.trunk());
        assertEquals(1, f.engine.total());
        assertEquals(0, f.engine.count());
    }

    @Test
    void aBelievedIdentityIsTheCallerOfARefusedCallToo() {
        var own = FakeDirectory.trunk("In", CARRIER);
        f.directory.trustAt(CARRIER, new Trunk(own.name(), own.peer(), true, own.registration(), own.security(),
                new TrunkLimits(0, 0, 0, 60), new TrunkNumbers(own.numbers().region(), Optional.empty(), true,
                        own.numbers().outbound(), own.numbers().inbound()), Optional.empty()));
        f.directory.refuse("In", Reason.CALLS_CAP, 1, 1);
        f.directory.decide("46701740605", request -> new Decision.ToSubscriber(Direction.INBOUND, "bob",
                Party.of(request.callerUser()), TO));
        f.sip.receive(invite().header("P-Asserted-Identity", "<sip:+46899@carrier>"));
        assertEquals("+46899", f.cdrs.only().from().dialled());
    }

    @Test
    void aSubscribersFaultyCallBearsItsNumber() {
        f.directory.decide("0701740605", request -> new Decision.ToSubscriber(Direction.OUTBOUND, "bob",
                new Party(request.subscriber().orElseThrow(), Optional.of("+46899"), "Alice"), TO));
        f.directory.emergencyNumber("0701740605");
        assertEquals(488, f.sip.receive(FakeRequest.invite("0701740605").sdp(Sdps.offer("192.0.2.10", 0))).last().status());
        assertEquals(Optional.of("+46899"), f.cdrs.only().from().number());
        assertEquals(Direction.OUTBOUND, f.cdrs.only().direction());
        assertEquals(true, f.cdrs.only().marks().emergency());
    }

    @Test
    void theTotalIsOfCallsThatHaveARecordOrWillHaveOne() {
        f.directory.register("bob", "192.0.2.20:5060");
        var talking = f.talking();
        assertEquals(1, f.engine.total()); // in progress
        f.sip.receive(FakeRequest.invite("bob").callId("declined").sdp(Sdps.offer("192.0.2.10", 0)));
        f.sip.receive(FakeRequest.invite("nowhere").callId("unrouted"));
        f.sip.receive(FakeRequest.anonymousInvite("bob").callId("denied").header("Authorization", "Digest x"));
        f.sip.receive(FakeRequest.anonymousInvite("bob").callId("challenged")); // none
        f.engine.drain();
        f.sip.receive(FakeRequest.invite("bob").callId("draining")); // none
        assertEquals(3, f.cdrs.ended().size());
        assertEquals(4, f.engine.total());
        f.hangUp(talking);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(4, f.cdrs.ended().size());
        assertEquals(4, f.engine.total());
        assertEquals(List.of(), f.engine.snapshot());
    }
}
