package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Subscribers who watch each other's calls: lamps. */
class WatchTest {
    private final EngineFixture f = new EngineFixture();
    private int told;

    @BeforeEach
    void phones() {
        f.directory.register("bob", "192.0.2.20:5060").register("carol", "192.0.2.30:5060");
    }

    private static FakeRequest subscribe(String watched) {
        return FakeRequest.of("SUBSCRIBE").called(watched).callId("watch").fromTag("c-tag").source("192.0.2.30")
                .caller("", "sip:carol@192.0.2.1").contact("sip:carol@192.0.2.30:5060");
    }

    private Received watch(String watched) {
        return f.sip.receive(subscribe(watched).header("Event", "dialog").header("Authorization", "Fake carol"));
    }

    private FakeRequest again(Received subscribe, long cseq, int expires) {
        return FakeRequest.within(subscribe, "SUBSCRIBE", cseq).header("Event", "dialog")
                .header("Authorization", "Fake carol").header("Expires", Integer.toString(expires));
    }

    private static CallHandling inGroup(String group) {
        return new CallHandling(Optional.empty(), Optional.empty(), Optional.empty(), 20, Optional.empty(), false, 0,
                List.of(group));
    }

    /** The next NOTIFY, which is taken. */
    private String next() {
        var all = f.sip.requests("NOTIFY");
        assertTrue(all.size() > told, "no NOTIFY more");
        SentRequest notify = all.get(told++);
        f.sip.respond(notify, 200);
        return notify.header("Subscription-State").orElse("") + '\n' + notify.body();
    }

    private long subscriptions() {
        return f.engine.border().tables().stream().filter(t -> t.name().equals("subscriptions")).findFirst().orElseThrow()
                .used();
    }

    private static void assertTells(String notify, String... parts) {
        for (String part : parts)
            assertTrue(notify.contains(part), () -> part + " is not in " + notify);
    }

    @Test
    void aLampFollowsTheCallsOfAnotherSubscriber() { // RFC 4235 §3, RFC 6665 §4.2
        var subscribed = watch("bob");
        assertEquals(List.of(200), subscribed.statuses());
        assertEquals(Optional.of("3600"), subscribed.header("Expires"));
        var first = f.sip.last("NOTIFY");
        assertEquals("sip:carol@192.0.2.30:5060", first.request.requestUri());
        assertEquals(List.of("watch", subscribed.toTag(), "c-tag"),
                List.of(first.request.callId(), first.request.fromTag(), first.request.toTag()));
        assertEquals(Optional.of("dialog"), first.header("Event"));
        assertTells(next(), "active;expires=3600", "version=\"0\" state=\"full\" entity=\"sip:bob@test\"");
        var invite = f.ringing();
        assertTells(next(), "version=\"1\" state=\"partial\"", "direction=\"recipient\"", "<state>trying</state>");
        assertTells(next(), "version=\"2\"", "<state>early</state>");
        f.answer(f.callee());
        f.acknowledge(invite);
        assertTells(next(), "version=\"3\"", "<state>confirmed</state>");
        f.after(ofSeconds(100));
        f.hangUp(invite);
        String last = next();
        assertTells(last, "active;expires=3500", "version=\"4\" state=\"partial\"", "<state>terminated</state>");
        assertFalse(last.contains("confirmed"), last);
        assertEquals(told, f.sip.requests("NOTIFY").size());
    }

    @Test
    void whatChangesWhileANotifyIsUnderWayIsToldTogether() {
        watch("bob");
        var invite = f.talking();
        assertEquals(1, f.sip.requests("NOTIFY").size(), "one at a time");
        next();
        assertTells(next(), "version=\"1\"", "<state>confirmed</state>");
        f.hangUp(invite);
        assertTells(next(), "<state>terminated</state>");
    }

    @Test
    void theCallerIsWatchedToo() {
        f.directory.register("alice", "192.0.2.10:5060");
        watch("alice");
        next();
        f.ringing();
        assertTells(next(), "direction=\"initiator\"", "<state>trying</state>");
        assertTells(next(), "<state>early</state>");
    }

    @Test
    void whoIsAlreadyInACallIsShownAtOnce() {
        f.talking();
        watch("bob");
        next();
        assertTells(next(), "<state>confirmed</state>");
    }

    @Test
    void thoseWhoMayPickUpSeeHowLongACallLasts() { // RFC 4235 §4.1.4
        f.directory.handle("bob", inGroup("office")).handle("carol", inGroup("office"));
        f.talking();
        f.after(ofSeconds(75));
        watch("bob");
        next();
        assertTells(next(), "<state>confirmed</state><duration>75</duration><remote>");
    }

    @Test
    void howLongACallLastsIsForNobodyElse() {
        f.talking();
        watch("bob");
        next();
        assertFalse(next().contains("duration"));
    }

    @Test
    void withWhomIsForThoseOnlyWhoMayPickUp() {
        watch("bob");
        next();
        f.ringing();
        String notify = next();
        for (String secret : List.of("alice", "call-id", "tag", "remote"))
            assertFalse(notify.contains(secret), notify);
    }

    @Test
    void aRingingCallIsTakenByTheDialogThatTheLampTells() { // RFC 4235 §3.2, RFC 3891 §3
        f.directory.handle("bob", inGroup("office")).handle("carol", inGroup("office"));
        watch("bob");
        next();
        f.ringing();
        next();
        var bob = f.callee().request;
        assertTells(next(), "call-id=\"" + bob.callId() + "\" local-tag=\"b-tag\" remote-tag=\"" + bob.fromTag() + '"',
                "<remote><identity>sip:alice@");
        var taking = f.sip.receive(FakeRequest.anonymousInvite("bob").header("Proxy-Authorization", "Fake carol")
                .callId("taking").fromTag("t").source("192.0.2.30").sdp(Sdps.offer("192.0.2.30", 7000))
                .header("Replaces", bob.callId() + ";to-tag=b-tag;from-tag=" + bob.fromTag()));
        assertEquals(List.of(100, 200), taking.statuses());
        assertEquals(1, f.sip.cancels().size());
        assertTells(next(), "<state>terminated</state>");
    }

    @Test
    void aPhoneThatRefusesIsNotShownRinging() {
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        watch("bob");
        next();
        f.sip.receive(FakeRequest.invite("bob"));
        next();
        next(); // both are tried
        f.sip.respond(f.sip.requests("INVITE").getFirst(), 486);
        String notify = next();
        assertTells(notify, "<state>terminated</state>");
        assertFalse(notify.contains("trying"), notify);
    }

    @Test
    void aRefreshGetsTheWholeState() { // RFC 4235 §3.9
        var subscribed = watch("bob");
        next();
        f.talking();
        next();
        next();
        f.after(ofSeconds(1800));
        var refreshed = f.sip.receive(again(subscribed, 2, 600));
        assertEquals(List.of(200), refreshed.statuses());
        assertEquals(Optional.of("600"), refreshed.header("Expires"));
        assertTells(next(), "active;expires=600", "state=\"full\"", "<state>confirmed</state>");
        f.after(ofSeconds(599));
        assertEquals(1, subscriptions());
        f.after(ofSeconds(2));
        assertEquals(0, subscriptions());
    }

    @Test
    void whatIsNotRefreshedEnds() {
        watch("bob");
        next();
        f.after(ofSeconds(3601));
        assertTells(next(), "terminated;reason=timeout");
        assertEquals(0, subscriptions());
        f.ringing();
        assertEquals(told, f.sip.requests("NOTIFY").size());
    }

    @Test
    void unsubscribing() {
        var subscribed = watch("bob");
        next();
        assertEquals(List.of(200), f.sip.receive(again(subscribed, 2, 0)).statuses());
        assertTells(next(), "terminated;reason=timeout");
        assertEquals(List.of(481), f.sip.receive(again(subscribed, 3, 600)).statuses());
    }

    @Test
    void askingOnce() { // RFC 6665 §4.4.3
        var asked = f.sip.receive(subscribe("bob").header("Event", "dialog").header("Authorization", "Fake carol")
                .header("Expires", "0"));
        assertEquals(List.of(200), asked.statuses());
        assertTells(next(), "terminated;reason=timeout", "state=\"full\"");
        assertEquals(0, subscriptions());
    }

    @Test
    void onlySubscribersMayWatch() {
        var stranger = f.sip.receive(subscribe("bob").header("Event", "dialog"));
        assertEquals(List.of(401), stranger.statuses());
        assertTrue(stranger.header("WWW-Authenticate").isPresent());
        f.directory.trustAt("192.0.2.30", FakeDirectory.trunk("Carrier", "192.0.2.30"));
        assertEquals(List.of(401), f.sip.receive(subscribe("bob").header("Event", "dialog")).statuses(), "a trunk is none");
        assertEquals(0, subscriptions());
        assertEquals(List.of(), f.sip.requests("NOTIFY"));
    }

    @Test
    void nobodyRefreshesWhatIsAnothers() {
        var subscribed = watch("bob");
        var other = f.sip.receive(FakeRequest.within(subscribed, "SUBSCRIBE", 2).header("Event", "dialog")
                .header("Authorization", "Fake mallory"));
        assertEquals(List.of(403), other.statuses());
        assertEquals(1, subscriptions());
    }

    @ParameterizedTest
    @CsvSource({"Event,message-summary,489", "Event,,489", "Expires,30,423", "Expires,-1,400", "Accept,application/pidf+xml,406",
            "Require,eventlist,420"})
    void whatIsRefused(String header, String value, int status) {
        var request = subscribe("bob").header("Authorization", "Fake carol");
        if (!header.equals("Event"))
            request.header("Event", "dialog");
        if (value != null)
            request.header(header, value);
        assertEquals(List.of(status), f.sip.receive(request).statuses());
        assertEquals(0, subscriptions());
    }

    @Test
    void nobodyIsThereToWatch() {
        assertEquals(List.of(404), watch("nobody").statuses());
    }

    @Test
    void oneSubscriberWatchesNotEndlesslyMany() {
        for (int i = 0; i < 200; i++)
            assertEquals(List.of(200), f.sip.receive(subscribe("bob").callId("w" + i).header("Event", "dialog")
                    .header("Authorization", "Fake carol")).statuses());
        assertEquals(List.of(503), watch("bob").statuses());
        assertEquals(1, f.engine.border().refused().stream().filter(r -> r.reason().equals("subscriptions-full")).count());
        assertEquals(List.of(200), f.sip.receive(subscribe("bob").callId("other").header("Event", "dialog")
                .header("Authorization", "Fake dave")).statuses());
    }

    @Test
    void aPhoneThatKnowsNothingOfItHearsNoMore() { // RFC 6665 §4.2.2
        watch("bob");
        f.sip.respond(f.sip.last("NOTIFY"), 481);
        assertEquals(0, subscriptions());
        f.sip.receive(subscribe("bob").callId("w2").header("Event", "dialog").header("Authorization", "Fake carol"));
        f.sip.timeOut(f.sip.last("NOTIFY"));
        assertEquals(0, subscriptions());
        f.ringing();
        assertEquals(2, f.sip.requests("NOTIFY").size());
    }

    @Test
    void aNodeThatStopsSaysSo() {
        watch("bob");
        next();
        f.engine.stop();
        assertEquals(Optional.of("terminated;reason=deactivated"), f.sip.last("NOTIFY").header("Subscription-State"));
    }

    @Test
    void namesCannotBreakTheDocument() {
        f.directory.handle("bob", inGroup("office")).handle("carol", inGroup("office"));
        watch("bob");
        next();
        f.sip.receive(FakeRequest.invite("bob").caller("<b>\"&\u0007", "sip:alice@192.0.2.10"));
        assertTells(next(), "display=\"&lt;b&gt;&quot;&amp;\"");
    }

    @Test
    void whoTransfersACallAwayIsFreeAgain() {
        watch("bob");
        next();
        f.talking();
        next();
        next();
        f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "REFER", 1).header("Refer-To", "<sip:carol@192.0.2.1>")
                .header("Refer-Sub", "false"));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000)); // alice, led to carol
        f.after(ofSeconds(3));
        assertEquals(1, f.engine.count());
        assertTells(next(), "<state>terminated</state>");
    }

    @Test
    void whoLeavesThePickupGroupSeesNoMoreWithWhom() {
        f.directory.handle("bob", inGroup("office")).handle("carol", inGroup("office"));
        watch("bob");
        next();
        f.directory.handle("carol", CallHandling.PLAIN);
        f.ringing();
        assertFalse(next().contains("alice"));
    }
}
