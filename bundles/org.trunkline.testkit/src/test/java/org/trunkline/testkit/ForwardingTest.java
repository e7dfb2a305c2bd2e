package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.testkit.FakeSignaling.Received;

/** Where a call goes that its first destination does not take. */
class ForwardingTest {
    private static final Optional<String> NOWHERE = Optional.empty();
    private static final Optional<String> CAROL = Optional.of("carol");

    private final EngineFixture f = new EngineFixture();

    ForwardingTest() {
        f.directory.register("bob", "192.0.2.20:5060").register("carol", "192.0.2.30:5060")
                .register("dave", "192.0.2.40:5060");
    }

    private static CallHandling to(Optional<String> always, Optional<String> busy, Optional<String> noAnswer,
            Optional<String> unreachable) {
        return new CallHandling(always, busy, noAnswer, 15, unreachable, false, 0, List.of());
    }

    private Received call(String number) {
        return f.sip.receive(FakeRequest.invite(number));
    }

    private String rings() {
        return f.callee().request.hop().address().getHostString();
    }

    private List<String> headers(String name) {
        return f.callee().request.headers().stream().filter(h -> h.name().equals(name)).map(h -> h.value()).toList();
    }

    private List<Candidate> why() {
        return f.cdrs.ended().getLast().why().candidates();
    }

    private void pickUp(Received invite) {
        f.sip.respond(f.callee(), 200, Sdps.answer(rings(), 5000));
        f.acknowledge(invite);
        assertEquals(200, invite.last().status());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        f.after(ofSeconds(3)); // phones that were cancelled need not say so
    }

    @Test
    void always() {
        f.directory.handle("bob", to(CAROL, NOWHERE, NOWHERE, NOWHERE));
        var invite = call("bob");
        assertEquals("192.0.2.30", rings());
        assertEquals(1, f.sip.requests("INVITE").size());
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=unconditional;counter=1"), headers("Diversion"));
        pickUp(invite);
        assertEquals(List.of(
                new Candidate("bob", Candidate.Verdict.PASSED_OVER, Reason.FORWARDED, 0, 0, 0),
                new Candidate("192.0.2.30:5060", Candidate.Verdict.CHOSEN, Reason.NONE, 0, 0, 200,
                        Origin.FORWARD_ALWAYS, "bob")), why());
        assertEquals("bob", f.cdrs.ended().getLast().to().dialled());
    }

    @Test
    void whenBusyWithTheHistoryOfTheCall() { // RFC 5806 §3, RFC 7044 §10
        f.directory.handle("bob", to(NOWHERE, CAROL, NOWHERE, NOWHERE));
        var invite = call("bob");
        assertEquals("192.0.2.20", rings());
        assertEquals(List.of(), headers("Diversion"));
        assertEquals(List.of(), headers("History-Info"));
        f.sip.respond(f.callee(), 486);
        assertEquals("192.0.2.30", rings());
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=user-busy;counter=1"), headers("Diversion"));
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;index=1",
                "<sip:carol@192.0.2.1:5060;cause=486>;index=1.1;mp=1"), headers("History-Info"));
        pickUp(invite);
        assertEquals(List.of(Origin.DIALLED, Origin.FORWARD_BUSY), why().stream().map(Candidate::origin).toList());
        assertEquals("bob", why().getLast().by());
    }

    @Test
    void declinedCountsAsBusyAndNotFoundDoesNot() {
        f.directory.handle("bob", to(NOWHERE, CAROL, NOWHERE, NOWHERE));
        call("bob");
        f.sip.respond(f.callee(), 603);
        assertEquals("192.0.2.30", rings());
        var other = f.sip.receive(FakeRequest.invite("bob").callId("second"));
        f.sip.respond(f.callee(), 404);
        assertEquals(404, other.last().status());
    }

    @Test
    void whenNobodyAnswers() {
        f.directory.handle("bob", to(NOWHERE, NOWHERE, CAROL, NOWHERE));
        var invite = call("bob");
        f.sip.respond(f.callee(), 180);
        f.after(ofSeconds(16));
        assertEquals(1, f.sip.cancels().size());
        assertEquals("192.0.2.30", rings());
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=no-answer;counter=1"), headers("Diversion"));
        pickUp(invite);
        assertEquals(Reason.TIMEOUT, why().getFirst().reason());
    }

    @Test
    void unreachableWithoutARegistration() {
        f.directory.register("gone").handle("gone", to(NOWHERE, NOWHERE, NOWHERE, CAROL));
        var invite = call("gone");
        assertEquals("192.0.2.30", rings());
        assertEquals(List.of("<sip:gone@192.0.2.1:5060>;reason=unavailable;counter=1"), headers("Diversion"));
        pickUp(invite);
        assertEquals(Reason.NOT_REGISTERED, why().getFirst().reason());
    }

    @Test
    void unreachableWhereThePhoneIsDead() {
        f.directory.handle("bob", to(NOWHERE, NOWHERE, NOWHERE, CAROL));
        call("bob");
        f.sip.timeOut(f.callee());
        assertEquals("192.0.2.30", rings());
    }

    @Test
    void doNotDisturb() {
        f.directory.handle("bob", new CallHandling(NOWHERE, NOWHERE, NOWHERE, 20, NOWHERE, true, 0, List.of()));
        var refused = call("bob");
        assertEquals(List.of(100, 486), refused.statuses());
        assertEquals(List.of(), f.sip.requests("INVITE"));
        assertEquals(Cause.BUSY, f.cdrs.ended().getLast().cause());
        assertEquals(Reason.DO_NOT_DISTURB, why().getFirst().reason());
        f.directory.handle("bob", new CallHandling(NOWHERE, CAROL, NOWHERE, 20, NOWHERE, true, 0, List.of()));
        f.sip.receive(FakeRequest.invite("bob").callId("second"));
        assertEquals("192.0.2.30", rings());
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=do-not-disturb;counter=1"), headers("Diversion"));
    }

    @Test
    void callLimitCountsCallsBothWaysAndIsFreedByTheirEnd() {
        f.directory.handle("bob", new CallHandling(NOWHERE, NOWHERE, NOWHERE, 20, NOWHERE, false, 1, List.of()));
        var first = f.talking();
        var second = f.sip.receive(FakeRequest.invite("bob").callId("second"));
        assertEquals(List.of(100, 486), second.statuses());
        assertEquals(new Candidate("bob", Candidate.Verdict.PASSED_OVER, Reason.CALLS_CAP, 1, 1, 0), why().getFirst());
        f.hangUp(first);
        f.sip.respond(f.sip.last("BYE"), 200);
        var third = f.sip.receive(FakeRequest.invite("bob").callId("third"));
        assertEquals(List.of(100), third.statuses());
        f.sip.cancel(third);
        f.sip.respond(f.callee(), 487);
        // bob calls out himself
        f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake bob").callId("own"));
        var fourth = f.sip.receive(FakeRequest.invite("bob").callId("fourth"));
        assertEquals(List.of(100, 486), fourth.statuses());
    }

    @Test
    void aCircleEnds() {
        f.directory.handle("bob", to(CAROL, NOWHERE, NOWHERE, NOWHERE));
        f.directory.handle("carol", to(Optional.of("bob"), NOWHERE, NOWHERE, NOWHERE));
        var invite = call("bob");
        assertEquals(List.of(100, 482), invite.statuses());
        assertEquals(List.of(), f.sip.requests("INVITE"));
        assertEquals(Cause.LOOP, f.cdrs.ended().getLast().cause());
        assertEquals(List.of(Reason.FORWARDED, Reason.FORWARDED, Reason.LOOP),
                why().stream().map(Candidate::reason).toList());
    }

    @Test
    void aLongChainEnds() {
        for (int i = 0; i < 9; i++)
            f.directory.register("p" + i, "192.0.2.5" + i + ":5060")
                    .handle("p" + i, to(Optional.of("p" + (i + 1)), NOWHERE, NOWHERE, NOWHERE));
        assertEquals(482, call("p0").last().status());
        assertEquals(List.of(), f.sip.requests("INVITE"));
    }

    @Test
    void ontoATrunkIsTransitOfACallThatCameIn() {
        var carrier = FakeDirectory.trunk("Carrier", "198.51.100.9");
        f.directory.trustAt("203.0.113.5", FakeDirectory.trunk("In", "203.0.113.5")).route("+46701", carrier)
                .handle("bob", to(Optional.of("+46701"), NOWHERE, NOWHERE, NOWHERE));
        f.directory.decide("+46701", request -> new org.trunkline.engine.port.routing.Directory.Decision.ToTrunks(
                Direction.OUTBOUND, "+46", org.trunkline.domain.call.Party.of("x"),
                org.trunkline.domain.call.Party.of("+46701"),
                List.of(new org.trunkline.engine.port.routing.Directory.TrunkTarget(carrier, "+46701", "+4685", "")), List.of()));
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.5")
                .header("Diversion", "<sip:+4690@x>;reason=unconditional")
                .header("History-Info", "<sip:+4690@x>;index=1, <sip:bob@y>;index=1.1"));
        assertEquals("198.51.100.9", rings());
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=unconditional;counter=1",
                "<sip:+4690@x>;reason=unconditional"), headers("Diversion"));
        assertTrue(headers("History-Info").contains("<sip:bob@192.0.2.1:5060>;index=1.1.1"),
                headers("History-Info").toString());
        assertTrue(headers("History-Info").contains("<sip:+46701@192.0.2.1:5060;cause=302>;index=1.1.1.1;mp=1.1.1"),
                headers("History-Info").toString());
        pickUp(invite);
        assertEquals(Direction.TRANSIT, f.cdrs.ended().getLast().direction());
        assertEquals(Optional.of("Carrier"), f.cdrs.ended().getLast().trunk());
    }

    @Test
    void historyIsKeptFromOthersWhereTheCallerAsksForIt() { // RFC 7044 §10.1, RFC 5806 §4
        f.directory.handle("bob", to(CAROL, NOWHERE, NOWHERE, NOWHERE));
        for (String privacy : List.of("history", "id; Header", "session")) {
            f.sip.receive(FakeRequest.invite("bob").callId(privacy.substring(0, 2)).header("Privacy", privacy));
            assertEquals(List.of(), headers("History-Info"), privacy);
            assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=unconditional;counter=1;privacy=full"),
                    headers("Diversion"), privacy);
        }
    }

    @Test
    void historyOfACarrierIsKeptToo() { // RFC 7044 §10.1
        f.directory.trustAt("203.0.113.2", FakeDirectory.trunk("B", "203.0.113.2")).register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.2").header("Privacy", "history")
                .header("History-Info", "<sip:+4690@x>;index=1"));
        assertEquals(List.of(), headers("History-Info"));
    }

    @Test
    void aPhoneThatRedirectsIsFollowedAsItsSubscriber() { // RFC 3261 §8.3
        var invite = call("bob");
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 302)
                .header("Contact", "<sip:dave@elsewhere.example>;q=0.3, \"C, first\" <sip:carol@192.0.2.1>;q=0.9"));
        assertEquals("192.0.2.30", rings());
        assertEquals(List.of("<sip:bob@192.0.2.1:5060>;reason=deflection;counter=1"), headers("Diversion"));
        pickUp(invite);
        assertEquals(Origin.REDIRECT, why().getLast().origin());
    }

    // ---- ring groups

    private RingGroup group(RingGroup.Strategy strategy, Optional<String> fallback) {
        return new RingGroup("sales", Optional.empty(), List.of("bob", "carol"), strategy, 15, fallback);
    }

    private List<String> targets() {
        return f.sip.requests("INVITE").stream().map(r -> r.request.hop().address().getHostString()).toList();
    }

    @Test
    void groupRingsAll() {
        f.directory.group(group(RingGroup.Strategy.ALL, NOWHERE));
        var invite = call("sales");
        assertEquals(List.of("192.0.2.20", "192.0.2.30"), targets());
        f.sip.respond(f.sip.requests("INVITE").getFirst(), 603); // one that declines stops no other
        assertEquals(List.of(100), invite.statuses());
        f.sip.respond(f.sip.requests("INVITE").getLast(), 180);
        pickUp(invite);
        assertEquals(List.of("sales carol"), f.directory.groupCalls());
        assertEquals(List.of(Origin.GROUP, Origin.GROUP), why().stream().map(Candidate::origin).toList());
        assertEquals("sales", why().getFirst().by());
    }

    @Test
    void groupRingsInOrder() {
        f.directory.group(group(RingGroup.Strategy.IN_ORDER, Optional.of("dave")));
        var invite = call("sales");
        assertEquals(List.of("192.0.2.20"), targets());
        f.sip.respond(f.callee(), 180);
        f.after(ofSeconds(16));
        assertEquals(List.of("192.0.2.20", "192.0.2.30"), targets());
        f.sip.respond(f.callee(), 486);
        assertEquals(List.of("192.0.2.20", "192.0.2.30", "192.0.2.40"), targets());
        pickUp(invite);
        assertEquals(new Candidate("192.0.2.40:5060", Candidate.Verdict.CHOSEN, Reason.NONE, 0, 0, 200,
                Origin.GROUP_FALLBACK, "sales"), why().getLast());
    }

    @Test
    void groupSkipsWhoDoesNotWantCallsAndTellsTheCallerWhenNobodyIsLeft() {
        f.directory.group(group(RingGroup.Strategy.ALL, NOWHERE))
                .handle("bob", new CallHandling(CAROL, NOWHERE, NOWHERE, 20, NOWHERE, true, 0, List.of()))
                .handle("carol", new CallHandling(NOWHERE, NOWHERE, NOWHERE, 20, NOWHERE, true, 0, List.of()));
        assertEquals(List.of(100, 486), call("sales").statuses());
        assertEquals(List.of(Reason.DO_NOT_DISTURB, Reason.DO_NOT_DISTURB),
                why().stream().map(Candidate::reason).toList());
    }

    @Test
    void groupWithoutPhonesIsUnreachable() {
        f.directory.register("bob").register("carol").group(group(RingGroup.Strategy.IN_ORDER, NOWHERE));
        assertEquals(480, call("sales").last().status());
        assertEquals(2, why().size());
    }

    // ---- emergency calls

    @Test
    void emergencyCallsPassEveryLimitAndAreMarked() {
        f.directory.emergencyNumber("112").route("112", FakeDirectory.trunk("Carrier", "198.51.100.9"))
                .refuse("Carrier", Reason.CALLS_CAP, 1, 1);
        var invite = call("112");
        pickUp(invite);
        assertTrue(f.cdrs.ended().getLast().marks().emergency());
        assertEquals(0, f.directory.leases());
    }

    /** RFC 5031, RFC 3966 §5.1.5; and what phones make of 112 that write every number with a plus. */
    @ParameterizedTest
    @ValueSource(strings = {"urn:service:sos", "urn:service:sos.ambulance", "sip:+112@192.0.2.1", "tel:112;phone-context=+46"})
    void emergencyCallsHaveManyNames(String uri) {
        f.directory.emergencyNumber("112").route("112", FakeDirectory.trunk("Carrier", "198.51.100.9"));
        var invite = f.sip.receive(FakeRequest.invite("112").calledUri(uri));
        assertEquals("sip:112@198.51.100.9", f.callee().request.requestUri());
        pickUp(invite);
        assertTrue(f.cdrs.ended().getLast().marks().emergency());
    }

    @Test
    void emergencyCallsAreTakenWhileDrainingAndWithoutRoomForRecords() {
        f.directory.emergencyNumber("112").route("112", FakeDirectory.trunk("Carrier", "198.51.100.9"));
        f.engine.drain();
        f.cdrs.accepting(false);
        assertEquals(List.of(503), call("bob").statuses());
        assertEquals(List.of(100), f.sip.receive(FakeRequest.invite("112").callId("help")).statuses());
        // a trunk's call to that number is none of ours
        f.directory.trustAt("203.0.113.5", FakeDirectory.trunk("In", "203.0.113.5"));
        var strange = f.sip.receive(FakeRequest.anonymousInvite("112").callId("in").source("203.0.113.5"));
        f.sip.cancel(strange);
        f.sip.respond(f.callee(), 487);
        f.after(ofSeconds(3));
        assertTrue(f.cdrs.ended().stream().noneMatch(cdr -> cdr.marks().emergency()));
    }

    // ---- privacy

    @Test
    void whoeverHidesByItselfIsHidden() { // RFC 3323 §4.1.1.3: no Privacy header is needed for that
        f.directory.register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.anonymousInvite("bob").header("Proxy-Authorization", "Fake alice")
                .caller("Anonymous", "sip:anonymous@anonymous.invalid"));
        assertEquals("sip:anonymous@anonymous.invalid", f.callee().request.from().uri());
        assertFalse(f.callee().request.contactUser().orElseThrow().contains("alice"));
    }

    @Test
    void privacyThatCannotBeGivenAndIsCriticalIsRefused() { // RFC 3323 §5
        f.directory.register("bob", "192.0.2.20:5060");
        assertEquals(500, f.sip.receive(FakeRequest.invite("bob").header("Privacy", "id;quantum;critical")).last().status());
        f.sip.receive(FakeRequest.invite("bob").callId("second").header("Privacy", "id;session;critical"));
        f.sip.receive(FakeRequest.invite("bob").callId("third").header("Privacy", "quantum"));
        assertEquals(2, f.sip.requests("INVITE").size());
    }

    private static Trunk asserting(String name, String host) {
        var plain = FakeDirectory.trunk(name, host);
        return new Trunk(name, plain.peer(), true, Optional.empty(), plain.security(), new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), true, plain.numbers().outbound(), plain.numbers().inbound()),
                Optional.empty());
    }

    @Test
    void anonymousCallersAreNamedToTrunksThatKeepItToThemselvesOnly() { // RFC 3325 §5, §7
        f.directory.route("+461", asserting("Trusted", "198.51.100.1"))
                .route("+462", FakeDirectory.trunk("Other", "198.51.100.2"));
        f.sip.receive(FakeRequest.invite("+461").header("Privacy", "id"));
        assertEquals("sip:anonymous@anonymous.invalid", f.callee().request.from().uri());
        assertEquals(List.of("<sip:alice@192.0.2.1:5060>"), headers("P-Asserted-Identity"));
        assertEquals(List.of("id"), headers("Privacy"));
        f.sip.receive(FakeRequest.invite("+462").callId("second").header("Privacy", "header;user"));
        assertEquals("sip:anonymous@anonymous.invalid", f.callee().request.from().uri());
        assertEquals(List.of(), headers("P-Asserted-Identity"));
        f.sip.receive(FakeRequest.invite("+461").callId("third").header("Privacy", "none"));
        assertTrue(f.callee().request.from().uri().startsWith("sip:alice@"));
        f.sip.receive(FakeRequest.invite("+461").callId("fourth").caller("Anonymous", "sip:anonymous@anonymous.invalid"));
        assertEquals("sip:anonymous@anonymous.invalid", f.callee().request.from().uri());
        assertEquals(List.of("id"), headers("Privacy"), "the carrier is not told to keep the number");
    }

    @Test
    void anonymousCallersAreAnonymousToPhones() { // RFC 3323 §4.2, RFC 3325 §9.3
        f.sip.receive(FakeRequest.invite("bob").header("Privacy", "id"));
        assertEquals("sip:anonymous@anonymous.invalid", f.callee().request.from().uri());
        assertEquals(Optional.of("anonymous"), f.callee().request.contactUser());
        assertEquals(List.of(), headers("P-Asserted-Identity"));
        assertEquals(List.of("id"), headers("Privacy"));
    }
}
