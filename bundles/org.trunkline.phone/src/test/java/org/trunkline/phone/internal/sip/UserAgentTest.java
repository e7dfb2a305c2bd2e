package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.phone.internal.sip.FakeServer.header;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/** The phone's signalling against a server by hand. */
class UserAgentTest extends AccountFixture {
    private static final String SDP = "v=0\r\nm=audio 9 X 0\r\n";
    private static final String CHALLENGE = "Digest realm=\"example.org\", nonce=\"n1\", qop=\"auth\"";

    private final List<Session> came = new ArrayList<>();
    /** Of the last call, as it was told of. */
    private final Set<String> ends = new LinkedHashSet<>();
    private final FakeMedia media = new FakeMedia();
    private boolean admits = true;
    private boolean others;
    private Session last;
    private String invite;

    @Override
    public void changed() {
        if (last != null)
            last.end().ifPresent(why -> ends.add(why.code()));
    }

    @Override
    public boolean admits() {
        return admits;
    }

    @Override
    public boolean leavesToOthers(PhoneAccount account) {
        return others;
    }

    @Override
    public CallMedia media() {
        return media;
    }

    @Override
    public void incoming(UserAgent account, Session session) {
        came.add(session);
    }

    private void register() {
        register(100);
        assertEquals(Registration.REGISTERED, agent.state().registration());
    }

    private String callOut() {
        register();
        last = agent.call("sip:bo@example.org", "bo");
        return server.next("INVITE sip:bo@example.org ");
    }

    // --- registration

    @Test
    void watchesWhileItIsRegistered() {
        assertFalse(agent.canWatch());
        register();
        assertTrue(agent.canWatch());
        server.drop();
        assertFalse(agent.canWatch());
    }

    @Test
    void registersWithDigestAndAgainInTime() {
        var first = server.next("REGISTER sip:example.org ");
        assertTrue(header(first, "Contact").contains("+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000000000001>\""), first);
        assertTrue(header(first, "Contact").contains("reg-id=1") && header(first, "Via").startsWith("SIP/2.0/WS "), first);
        server.reply(first, "401 Unauthorized", "", "WWW-Authenticate: " + CHALLENGE);
        var second = server.next("REGISTER ");
        assertTrue(header(second, "Authorization").contains("username=\"anna\", realm=\"example.org\", nonce=\"n1\""), second);
        assertEquals("2 REGISTER", header(second, "CSeq"));
        assertEquals(header(first, "Call-ID"), header(second, "Call-ID"));
        server.reply(second, "200 OK", "", "Expires: 100");
        work.pass(Duration.ofSeconds(79));
        server.assertSilent();
        work.pass(Duration.ofSeconds(2));
        server.next("REGISTER ");
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        server.reply(server.next("REGISTER "), "401 Unauthorized", "", "WWW-Authenticate: " + CHALLENGE);
        server.reply(server.next("REGISTER "), "401 Unauthorized", "", "WWW-Authenticate: " + CHALLENGE.replace("n1", "n2"));
        assertEquals(Registration.FAILED, agent.state().registration());
        assertEquals("phone-password", agent.state().trouble().orElseThrow().code());
        work.pass(Duration.ofHours(1));
        server.assertSilent();
    }

    @Test
    void anOldNonceIsNoWrongPassword() {
        server.reply(server.next("REGISTER "), "401 Unauthorized", "", "WWW-Authenticate: " + CHALLENGE);
        server.reply(server.next("REGISTER "), "401 Unauthorized", "", "WWW-Authenticate: " + CHALLENGE.replace("n1", "n2") + ", stale=true");
        assertTrue(header(server.next("REGISTER "), "Authorization").contains("nonce=\"n2\""));
    }

    /** RFC 3261 §10.3: too short an interval. */
    @Test
    void asksForLongerWhereTheServerWantsIt() {
        server.reply(server.next("REGISTER "), "423 Interval Too Brief", "", "Min-Expires: 1800");
        assertEquals("1800", header(server.next("REGISTER "), "Expires"));
    }

    @Test
    void connectsAgainLaterAndLater() {
        register();
        server.drop();
        assertEquals("phone-connection-lost", agent.state().trouble().orElseThrow().code());
        work.pass(Duration.ofMillis(1_300));
        assertEquals(2, server.connections());
        server.drop();
        work.pass(Duration.ofMillis(1_300));
        assertEquals(2, server.connections());
        work.pass(Duration.ofMillis(1_300));
        assertEquals(3, server.connections());
        server.open();
        register();
    }

    @Test
    void aServerThatDoesNotAnswerIsLeft() {
        server.next("REGISTER ");
        work.pass(Duration.ofSeconds(33));
        server.next("abandoned");
        assertEquals(Registration.FAILED, agent.state().registration());
        work.pass(Duration.ofSeconds(2));
        assertEquals(2, server.connections());
    }

    /** Its timer belongs to a connection that is gone. */
    @Test
    void aTryOfTheConnectionBeforeDropsNoLaterOne() {
        server.reply(server.next("REGISTER "), "500 Server Internal Error", "");
        server.drop();
        work.pass(Duration.ofMillis(2_600));
        assertEquals(2, server.connections());
        server.open();
        register();
        work.pass(Duration.ofSeconds(40));
        server.assertSilent();
        assertEquals(Registration.REGISTERED, agent.state().registration());
    }

    /** RFC 3261 §21.5.4. */
    @Test
    void waitsAsLongAsTheServerAsks() {
        server.reply(server.next("REGISTER "), "503 Service Unavailable", "", "Retry-After: 30");
        work.pass(Duration.ofSeconds(29));
        server.assertSilent();
        work.pass(Duration.ofSeconds(9));
        server.next("REGISTER ");
    }

    @Test
    void closingWaitsForTheFinalAnswer() {
        register();
        var closed = new ArrayList<String>();
        agent.close(() -> closed.add("closed"));
        var last = server.next("REGISTER ");
        server.reply(last, "100 Trying", "");
        assertEquals(List.of(), closed);
        server.reply(last, "401 Unauthorized", "", "WWW-Authenticate: " + CHALLENGE);
        var again = server.next("REGISTER ");
        assertTrue(header(again, "Authorization").contains("nonce=\"n1\""), again);
        server.reply(again, "200 OK", "");
        assertEquals(List.of("closed"), closed);
    }

    @Test
    void anAccountThatClosesTakesNoRegistration() {
        var first = server.next("REGISTER ");
        agent.publish(UserPresence.of(Presence.BUSY));
        agent.close(() -> { });
        assertEquals("0", header(server.next("REGISTER "), "Expires"));
        server.reply(first, "200 OK", "", "Expires: 600");
        server.assertSilent();
    }

    @Test
    void closingUnregisters() {
        register();
        var closed = new ArrayList<String>();
        agent.close(() -> closed.add("closed"));
        var last = server.next("REGISTER ");
        assertEquals("0", header(last, "Expires"));
        server.reply(last, "200 OK", "");
        server.next("closed");
        assertEquals(List.of("closed"), closed);
    }

    // --- calls that go out

    @Test
    void callsWithDigestRingsAndTalks() {
        var invite = callOut();
        server.reply(invite, "407 Proxy Authentication Required", "", "Proxy-Authenticate: " + CHALLENGE);
        assertEquals(header(invite, "Via"), header(server.next("ACK sip:bo@example.org "), "Via"));
        var again = server.next("INVITE ");
        assertTrue(header(again, "Proxy-Authorization").contains("uri=\"sip:bo@example.org\""), again);
        server.reply(again, "180 Ringing", "");
        var session = last;
        assertEquals(State.RINGING, session.state());
        assertFalse(session.earlyMedia());
        server.reply(again, "200 OK", SDP, "Record-Route: <sip:b.example;lr>", "Record-Route: <sip:a.example;lr>");
        var ack = server.next("ACK sip:node@192.0.2.1 ");
        assertEquals("<sip:a.example;lr>, <sip:b.example;lr>", header(ack, "Route"));
        assertEquals("2 ACK", header(ack, "CSeq"));
        assertEquals(State.TALKING, session.state());
        assertEquals(List.of("offer BOTH", "accept"), media.asked);
        session.hangUp();
        server.reply(server.next("BYE sip:node@192.0.2.1 "), "200 OK", "");
        assertEquals("phone-hung-up", session.end().orElseThrow().code());
        assertTrue(media.asked.contains("close"));
    }

    @Test
    void hearsWhatIsPlayedBeforeTheAnswer() {
        var session = ringing("183 Session Progress", SDP);
        assertTrue(session.earlyMedia());
        assertEquals(List.of("offer BOTH", "early"), media.asked);
    }

    private Session ringing(String status, String sdp) {
        register();
        var session = agent.call("sip:bo@example.org", "bo");
        server.reply(server.next("INVITE "), status, sdp);
        return session;
    }

    @Test
    void aRefusalIsSaidInWords() {
        assertEquals("phone-busy", refused("486 Busy Here"));
        assertEquals("phone-not-found", refused("404 Not Found"));
        assertEquals("phone-declined", refused("603 Decline"));
        assertEquals("phone-moved", refused("302 Moved Temporarily"));
        assertEquals("phone-server-busy", refused("503 Service Unavailable"));
        assertEquals("phone-refused", refused("500 Server Internal Error"));
    }

    private String refused(String status) {
        if (agent.state().registration() != Registration.REGISTERED)
            register();
        var session = agent.call("sip:bo@example.org", "bo");
        server.reply(server.next("INVITE "), status, "");
        server.next("ACK ");
        assertEquals(State.ENDED, session.state());
        return session.end().orElseThrow().code();
    }

    /** RFC 3261 §9.1: a CANCEL may not come before a provisional response. */
    @Test
    void cancelsWhenItMay() {
        register();
        var session = agent.call("sip:bo@example.org", "bo");
        var invite = server.next("INVITE ");
        session.hangUp();
        server.assertSilent();
        assertEquals(State.ENDED, session.state());
        server.reply(invite, "100 Trying", "");
        var cancel = server.next("CANCEL sip:bo@example.org ");
        assertEquals(header(invite, "Via"), header(cancel, "Via"));
        assertEquals("1 CANCEL", header(cancel, "CSeq"));
        server.reply(invite, "487 Request Terminated", "");
        server.next("ACK ");
    }

    /** The provisional response of the first INVITE says nothing of the one with credentials. */
    @Test
    void cancelsAChallengedCallWhenItMay() {
        var first = callOut();
        server.reply(first, "100 Trying", "");
        server.reply(first, "407 Proxy Authentication Required", "", "Proxy-Authenticate: " + CHALLENGE);
        server.next("ACK ");
        var again = server.next("INVITE ");
        last.hangUp();
        server.assertSilent();
        server.reply(again, "180 Ringing", "");
        assertEquals(header(again, "Via"), header(server.next("CANCEL "), "Via"));
        server.reply(again, "180 Ringing", "");
        server.assertSilent();
    }

    @Test
    void aCallThatWasHungUpAnswersNoChallenge() {
        var first = callOut();
        last.hangUp();
        server.reply(first, "407 Proxy Authentication Required", "", "Proxy-Authenticate: " + CHALLENGE);
        server.next("ACK ");
        server.assertSilent();
    }

    @Test
    void anAnswerThatCrossesTheCancelIsEnded() {
        register();
        var session = agent.call("sip:bo@example.org", "bo");
        var invite = server.next("INVITE ");
        server.reply(invite, "180 Ringing", "");
        session.hangUp();
        server.next("CANCEL ");
        server.reply(invite, "200 OK", SDP);
        server.next("ACK ");
        server.next("BYE ");
        server.reply(invite, "200 OK", SDP); // its ACK was lost
        server.next("ACK ");
    }

    @Test
    void hangingUpBeforeTheOfferIsThereCallsNobody() {
        register();
        media.slow = Optional.of(new CompletableFuture<>());
        var session = agent.call("sip:bo@example.org", "bo");
        session.hangUp();
        media.slow.get().complete(SDP);
        server.assertSilent();
    }

    @Test
    void anInviteWithoutAnAnswerEnds() {
        register();
        var session = agent.call("sip:bo@example.org", "bo");
        server.next("INVITE ");
        work.pass(Duration.ofSeconds(33));
        assertEquals("phone-server-silent", session.end().orElseThrow().code());
    }

    // --- calls that come in

    @Test
    void ringsAnswersAndIsHungUp() {
        register();
        var invite = server.request("INVITE", SDP);
        var ringing = server.next("SIP/2.0 180 ");
        assertTrue(header(ringing, "To").contains(";tag="), ringing);
        var session = came.getFirst();
        assertEquals("bo Bo RINGING", session.number() + ' ' + session.name() + ' ' + session.state());
        session.answer();
        var answer = server.next("SIP/2.0 200 ");
        assertEquals(header(ringing, "To"), header(answer, "To"));
        assertTrue(answer.endsWith(SDP), answer);
        server.within(invite, answer, "ACK", 1, "");
        work.pass(Duration.ofSeconds(40));
        assertEquals(State.TALKING, session.state());
        server.within(invite, answer, "BYE", 2, "");
        server.next("SIP/2.0 200 ");
        assertEquals("phone-other-hung-up", session.end().orElseThrow().code());
    }

    @Test
    void anAnswerWithoutAnAckIsTakenBack() {
        register();
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        came.getFirst().answer();
        server.next("SIP/2.0 200 ");
        work.pass(Duration.ofSeconds(33));
        server.next("BYE ");
        assertEquals(State.ENDED, came.getFirst().state());
    }

    @Test
    void aPhoneThatLeavesDeclinesNothingForOtherPhones() {
        register();
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        agent.close(() -> { });
        server.next("SIP/2.0 480 ");
        assertEquals(State.ENDED, came.getFirst().state());
    }

    @Test
    void forwardsACallThatRings() { // RFC 3261 §21.3.3
        register();
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        came.getFirst().transfer("sip:cia@example.org");
        assertEquals("<sip:cia@example.org>", header(server.next("SIP/2.0 302 "), "Contact"));
        assertEquals("phone-forwarded", came.getFirst().end().orElseThrow().code());
        came.getFirst().transfer("sip:dan@example.org"); // it is over
    }

    @Test
    void declinesAndIsBusy() {
        register();
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        came.getFirst().hangUp();
        server.next("SIP/2.0 603 ");
        admits = false;
        server.request("INVITE", SDP);
        server.next("SIP/2.0 486 ");
        assertEquals(1, came.size());
    }

    @Test
    void aCallForTheOtherPhonesDoesNotRing() {
        register();
        others = true;
        server.request("INVITE", SDP);
        server.next("SIP/2.0 480 ");
        assertEquals(List.of(), came);
        others = false;
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
    }

    @Test
    void isCancelledAndKnowsWhetherAnotherPhoneAnswered() {
        register();
        var invite = server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        server.cancel(invite);
        server.next("SIP/2.0 200 ");
        server.next("SIP/2.0 487 ");
        assertEquals("phone-missed", came.getFirst().end().orElseThrow().code());
        var other = server.request("INVITE", SDP, "Reason: SIP;cause=200;text=\"Call completed elsewhere\"");
        server.next("SIP/2.0 180 ");
        server.cancel(other);
        server.next("SIP/2.0 200 ");
        server.next("SIP/2.0 487 ");
        assertEquals("phone-answered-elsewhere", came.get(1).end().orElseThrow().code());
    }

    /** Q.850: non-selected user clearing. */
    @Test
    void knowsTheCauseOfAnAnswerElsewhere() {
        register();
        assertEquals("phone-answered-elsewhere", cancelled("Q.850;cause=26"));
        assertEquals("phone-answered-elsewhere", cancelled("Q.850;cause=16", "SIP ;cause=200 ;text=\"Call completed elsewhere\""));
        assertEquals("phone-missed", cancelled("Q.850;cause=16", "SIP;cause=26", "Q.850;cause=260"));
    }

    private String cancelled(String... reasons) {
        var request = server.request("INVITE", SDP, Arrays.stream(reasons).map(it -> "Reason: " + it).toArray(String[]::new));
        server.next("SIP/2.0 180 ");
        server.cancel(request);
        server.next("SIP/2.0 200 ");
        server.next("SIP/2.0 487 ");
        return came.getLast().end().orElseThrow().code();
    }

    /** RFC 3264 §4: the offer is in the answer, and the answer in the ACK. */
    @Test
    void anInviteWithoutAnOfferGetsOne() {
        register();
        var invite = server.request("INVITE", "");
        server.next("SIP/2.0 180 ");
        came.getFirst().answer();
        var answer = server.next("SIP/2.0 200 ");
        server.within(invite, answer, "ACK", 1, SDP);
        assertEquals(List.of("offer BOTH", "accept"), media.asked);
    }

    @Test
    void soundThatCannotAnswerRefuses() {
        register();
        media.refusing = true;
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        came.getFirst().answer();
        server.next("SIP/2.0 488 ");
        assertEquals(State.ENDED, came.getFirst().state());
    }

    /** RFC 3311 §5.2, RFC 5057: a server says so that another party calls now; 481 would end the call. */
    @Test
    void anUpdateWhileItRingsIsTakenUnlessItOffers() {
        register();
        var request = server.request("INVITE", SDP);
        var ringing = server.next("SIP/2.0 180 ");
        server.within(request, ringing, "UPDATE", 2, "");
        server.next("SIP/2.0 200 ");
        server.within(request, ringing, "UPDATE", 3, SDP);
        assertEquals("2", header(server.next("SIP/2.0 500 "), "Retry-After"));
        server.within(request, ringing, "OPTIONS", 4, "");
        server.next("SIP/2.0 200 ");
        came.getFirst().answer();
        server.next("SIP/2.0 200 ");
        assertEquals(State.TALKING, came.getFirst().state());
        assertEquals(List.of("answer BOTH"), media.asked);
    }

    @Test
    void anUpdateBeforeTheAnswerIsTakenUnlessItOffers() {
        var request = callOut();
        server.reply(request, "180 Ringing", "");
        server.back(request, "UPDATE", 1, "");
        server.next("SIP/2.0 200 ");
        server.back(request, "UPDATE", 2, SDP);
        server.next("SIP/2.0 491 ");
        server.reply(request, "200 OK", SDP);
        server.next("ACK ");
        assertEquals(State.TALKING, last.state());
    }

    // --- in a call

    private Session talking() {
        register();
        last = agent.call("sip:bo@example.org", "bo");
        invite = server.next("INVITE ");
        server.reply(invite, "200 OK", SDP);
        server.next("ACK ");
        return last;
    }

    @Test
    void aRefusedRegistrationIsTriedLaterAndLaterInACallToo() {
        talking();
        work.pass(Duration.ofSeconds(81));
        for (int seconds : new int[] {1, 2, 4}) {
            server.reply(server.next("REGISTER "), "500 Server Internal Error", "");
            work.pass(Duration.ofMillis(seconds * 1_000 - 1));
            server.assertSilent();
            work.pass(Duration.ofMillis(seconds * 250 + 1));
        }
        server.reply(server.next("REGISTER "), "500 Server Internal Error", "");
        work.pass(Duration.ofMillis(7_999));
        server.assertSilent();
    }

    @Test
    void aLostConnectionIsTriedOftenInACall() {
        talking();
        for (int i = 0; i < 6; i++) {
            server.drop();
            work.pass(Duration.ofMillis(2_501));
            assertEquals(i + 2, server.connections());
        }
    }

    @Test
    void holdsAndTakesBack() {
        var session = talking();
        session.hold(true);
        var offer = server.next("INVITE ");
        assertTrue(offer.contains("a=sendonly"), offer);
        assertFalse(session.held());
        server.reply(offer, "200 OK", SDP + "a=recvonly\r\n");
        server.next("ACK ");
        assertTrue(session.held());
        assertFalse(session.heldByOther());
        session.hold(false);
        server.reply(server.next("INVITE "), "200 OK", SDP);
        server.next("ACK ");
        assertFalse(session.held());
    }

    @Test
    void isHeldByTheOther() {
        var session = talking();
        server.back(invite, "INVITE", 1, SDP + "a=sendonly\r\n");
        server.next("SIP/2.0 200 ");
        assertTrue(session.heldByOther());
        server.back(invite, "ACK", 1, "");
        server.back(invite, "INVITE", 2, SDP);
        server.next("SIP/2.0 200 ");
        server.back(invite, "ACK", 2, "");
        assertFalse(session.heldByOther());
        server.back(invite, "INVITE", 1, SDP);
        server.next("SIP/2.0 500 ");
    }

    /** RFC 3325; Asterisk says so after a transfer or when a parked call is taken. */
    @Test
    void saysWhichPartyTheServerHasNow() {
        var session = talking();
        server.back(invite, "UPDATE", 1, "", "P-Asserted-Identity: \"Reception; 2\" <sip:201@example.org>");
        server.next("SIP/2.0 200 ");
        assertEquals("phone-now-with", session.notice().orElseThrow().code());
        assertEquals(List.of("Reception; 2 (201)"), session.notice().orElseThrow().args());
        assertEquals("bo", session.number());
        server.back(invite, "INVITE", 2, SDP, "Remote-Party-ID: <sip:202@example.org>;party=calling;privacy=off;screen=no");
        server.next("SIP/2.0 200 ");
        server.back(invite, "UPDATE", 3, "", "Remote-Party-ID: <sip:203@example.org>;party=calling;privacy=full");
        server.next("SIP/2.0 200 ");
        server.back(invite, "UPDATE", 4, "", "P-Asserted-Identity: <sip:204@example.org>", "Privacy: id");
        server.next("SIP/2.0 200 ");
        server.back(invite, "UPDATE", 5, "", "Remote-Party-ID: nonsense");
        server.next("SIP/2.0 200 ");
        assertEquals(List.of("202"), session.notice().orElseThrow().args());
    }

    /** RFC 3261 §14.1: both offered at once. */
    @Test
    void offersThatCrossAreMadeAgain() {
        var session = talking();
        session.hold(true);
        var offer = server.next("INVITE ");
        server.back(invite, "INVITE", 1, SDP);
        server.next("SIP/2.0 491 ");
        server.reply(offer, "491 Request Pending", "");
        server.next("ACK ");
        assertTrue(media.asked.contains("take back"));
        work.pass(Duration.ofSeconds(4));
        server.reply(server.next("INVITE "), "200 OK", SDP);
        server.next("ACK ");
        assertTrue(session.held());
    }

    @Test
    void aRefusedHoldIsSaid() {
        var session = talking();
        session.hold(true);
        server.reply(server.next("INVITE "), "488 Not Acceptable Here", "");
        server.next("ACK ");
        assertEquals("phone-not-changed", session.notice().orElseThrow().code());
        assertEquals(State.TALKING, session.state());
    }

    @Test
    void transfersAndIsLetGo() {
        var session = talking();
        session.transfer("sip:cia@example.org");
        var refer = server.next("REFER ");
        assertEquals("<sip:cia@example.org>", header(refer, "Refer-To"));
        server.reply(refer, "202 Accepted", "");
        server.back(invite, "NOTIFY", 1, "SIP/2.0 180 Ringing\r\n", "Event: refer", "Subscription-State: active");
        server.next("SIP/2.0 200 ");
        server.back(invite, "NOTIFY", 2, "SIP/2.0 200 OK\r\n", "Event: refer", "Subscription-State: terminated");
        server.next("SIP/2.0 200 ");
        work.pass(Duration.ofSeconds(3));
        server.next("BYE ");
        assertEquals("phone-transferred", session.end().orElseThrow().code());
    }

    @Test
    void whoParksLearnsTheSlot() { // RFC 3420 §2.1
        var session = talking();
        session.transfer("sip:park-any@example.org");
        server.reply(server.next("REFER "), "202 Accepted", "");
        server.back(invite, "NOTIFY", 1, "SIP/2.0 200 OK\r\nContact: <sip:701@example.org>\r\n", "Event: refer", "Subscription-State: terminated");
        server.next("SIP/2.0 200 ");
        work.pass(Duration.ofSeconds(3));
        server.next("BYE ");
        assertEquals("phone-parked", session.end().orElseThrow().code());
        assertEquals(List.of("701"), session.end().orElseThrow().args());
    }

    @Test
    void aFailedTransferKeepsTheCall() {
        var session = talking();
        session.transfer("sip:cia@example.org");
        server.reply(server.next("REFER "), "202 Accepted", "");
        server.back(invite, "NOTIFY", 1, "SIP/2.0 486 Busy Here\r\n", "Event: refer", "Subscription-State: terminated");
        server.next("SIP/2.0 200 ");
        assertEquals("phone-transfer-failed", session.notice().orElseThrow().code());
        assertEquals(State.TALKING, session.state());
    }

    /** RFC 3891 §3: the tags are those that the phone sees whose call is replaced. */
    @Test
    void connectsTwoCalls() {
        var one = talking();
        var two = agent.call("sip:cia@example.org", "cia");
        var second = server.next("INVITE ");
        server.reply(second, "200 OK", SDP);
        server.next("ACK ");
        one.connect(two);
        assertEquals("<sip:cia@example.org?Replaces=" + header(second, "Call-ID") + "%3Bto-tag%3Dserver%3Bfrom-tag%3D"
                + header(second, "From").replaceFirst(".*;tag=", "") + ">", header(server.next("REFER "), "Refer-To"));
    }

    @Test
    void aCallOutlivesItsConnection() {
        var session = talking();
        server.drop();
        assertEquals(State.TALKING, session.state());
        work.pass(Duration.ofMillis(1_300));
        server.open();
        register();
        var offer = server.next("INVITE sip:node@192.0.2.1 ");
        server.reply(offer, "200 OK", SDP);
        server.next("ACK ");
        assertEquals(State.TALKING, session.state());
    }

    /** Another network: the call looks for a path of its media again (RFC 8445 §9). */
    @Test
    void anotherConnectionRestartsIce() {
        talking();
        server.drop();
        work.pass(Duration.ofMillis(1_300));
        server.open();
        media.asked.clear();
        register();
        server.reply(server.next("INVITE "), "200 OK", SDP);
        server.next("ACK ");
        assertEquals(List.of("restart", "offer BOTH", "accept"), media.asked);
    }

    @Test
    void aCallWithoutNetworkSaysSoAndRestartsIceOnceTheServerIsThere() {
        var session = talking();
        agent.path(session, false);
        assertEquals("phone-call-cut", session.notice().orElseThrow().code());
        server.next("probe");
        server.assertSilent();
        server.isThere();
        server.reply(server.next("INVITE "), "200 OK", SDP);
        server.next("ACK ");
        assertTrue(media.asked.contains("restart"), media.asked::toString);
        agent.path(session, true);
        assertEquals(Optional.empty(), session.notice());
    }

    @Test
    void aPathThatCameBackMeanwhileStays() {
        var session = talking();
        agent.path(session, false);
        server.next("probe");
        agent.path(session, true);
        server.isThere();
        server.assertSilent();
    }

    /** A node ends a call after 45 s without sound. */
    @Test
    void connectsOftenWhileACallWaitsForIt() {
        talking();
        server.drop();
        for (int each = 0; each < 8; each++) {
            int before = server.connections();
            work.pass(Duration.ofMillis(2_600));
            assertEquals(before + 1, server.connections());
            server.drop();
        }
    }

    /** All that is told of it: who keeps the first end that it hears of keeps the right one. */
    @Test
    void aCallWhoseSoundIsGoneEndsForThatReason() {
        var session = talking();
        session.breakOff(new LocalizableText("phone-sound-ended", List.of(), "The sound failed."));
        server.next("BYE ");
        assertEquals(List.of("phone-sound-ended"), List.copyOf(ends));
    }

    @Test
    void aCallThatTheServerForgotEnds() {
        var session = talking();
        server.drop();
        work.pass(Duration.ofMillis(1_300));
        server.open();
        register();
        server.reply(server.next("INVITE "), "481 Call/Transaction Does Not Exist", "");
        server.next("ACK ");
        assertEquals("phone-call-unknown", session.end().orElseThrow().code());
    }

    @Test
    void whatItDoesNotKnowIsRefused() {
        register();
        server.request("OPTIONS", "");
        server.next("SIP/2.0 200 ");
        server.request("PUBLISH", "");
        server.next("SIP/2.0 405 ");
        server.request("BYE", "");
        server.next("SIP/2.0 481 ");
    }

    // --- video

    /** Sound first: a call with video begins without it, and another offer brings it. */
    @Test
    void videoJoinsAnAnsweredCall() {
        var sent = callOut();
        media.video().send(new VideoSource(VideoSource.Kind.SCREEN, "1", "1"));
        last.offerVideo();
        server.assertSilent();
        server.reply(sent, "200 OK", SDP);
        server.next("ACK ");
        last.offerVideo();
        var again = server.next("INVITE ");
        assertEquals("2 INVITE", header(again, "CSeq"));
        server.reply(again, "488 Not Acceptable Here", "");
        server.next("ACK ");
        assertEquals(State.TALKING, last.state());
        assertTrue(media.asked.contains("take back"), media.asked.toString());
    }
}
