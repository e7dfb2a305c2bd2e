package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.phone.internal.sip.FakeServer.header;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.LineState.State;

/** An account at a SIP server over UDP: messages are lost, and come twice (RFC 3261 §17). */
class UnreliableTransportTest extends AccountFixture {
    private static final String SDP = "v=0\r\nm=audio 9 X 0\r\n";
    private static final String CHALLENGE = "WWW-Authenticate: Digest realm=\"example.org\", nonce=\"n1\", qop=\"auth\"";

    private final List<Session> came = new ArrayList<>();
    private boolean admits = true;

    UnreliableTransportTest() {
        super("udp://example.org", new FakeServer(Optional.of(new InetSocketAddress("192.0.2.7", 40_000))));
    }

    @Override
    public boolean admits() {
        return admits;
    }

    @Override
    public CallMedia media() {
        return new FakeMedia();
    }

    @Override
    public void incoming(UserAgent account, Session session) {
        came.add(session);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private String callOut() {
        register(3_600);
        agent.call("sip:bo@example.org", "bo");
        return server.next("INVITE ");
    }

    private Session callIn() {
        register(3_600);
        server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        return came.getFirst();
    }

    /** A call that came in. @param answer of the phone, which no ACK has come for yet */
    private record Answered(String invite, String answer) {}

    private Answered answered() {
        register(3_600);
        var invite = server.request("INVITE", SDP);
        server.next("SIP/2.0 180 ");
        came.getFirst().answer();
        return new Answered(invite, server.next("SIP/2.0 200 "));
    }

    // --- registration

    @Test
    void namesItsOwnAddress() {
        var request = server.next("REGISTER ");
        assertTrue(header(request, "Via").startsWith("SIP/2.0/UDP 192.0.2.7:40000;") && header(request, "Via").endsWith(";rport"), request);
        assertTrue(header(request, "Contact").startsWith("<sip:anna@192.0.2.7:40000>;+sip.instance="), request);
        assertFalse(request.contains("outbound") || request.contains("reg-id"), request);
    }

    /** Timer E: after 0.5, 1, 2 and then each 4 s; timer F: 32 s. */
    @Test
    void asksAgainUntilItGivesUp() {
        server.next("REGISTER ");
        for (long wait : new long[] {500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000}) {
            work.pass(millis(wait - 1));
            server.assertSilent();
            work.pass(millis(1));
            server.next("REGISTER ");
        }
        work.pass(millis(4_499));
        server.next("REGISTER "); // 31.5 s
        server.assertSilent();
        work.pass(millis(1));
        server.next("abandoned");
        assertEquals(Registration.FAILED, agent.state().registration());
        assertEquals("phone-server-silent", agent.state().trouble().orElseThrow().code());
        work.pass(Duration.ofSeconds(2));
        assertEquals(2, server.connections());
    }

    @Test
    void aRequestIsTheSameEachTime() {
        var first = server.next("REGISTER ");
        work.pass(millis(500));
        assertEquals(first, server.next("REGISTER "));
    }

    /** RFC 3261 §17.1.2.2. */
    @Test
    void asksSlowlyWhereTheServerWorksOnIt() {
        var request = server.next("REGISTER ");
        server.reply(request, "100 Trying", "");
        work.pass(millis(500));
        server.next("REGISTER ");
        work.pass(millis(3_999));
        server.assertSilent();
        work.pass(millis(1));
        server.next("REGISTER ");
        server.reply(request, "200 OK", "", "Expires: 3600");
        work.pass(Duration.ofMinutes(1));
        server.assertSilent();
        assertEquals(Registration.REGISTERED, agent.state().registration());
    }

    @Test
    void anOldNonceAndAShortIntervalAreNoRefusal() {
        server.reply(server.next("REGISTER "), "401 Unauthorized", "", CHALLENGE);
        server.reply(server.next("REGISTER "), "401 Unauthorized", "", CHALLENGE.replace("n1", "n2") + ", stale=true");
        var third = server.next("REGISTER ");
        assertTrue(header(third, "Authorization").contains("nonce=\"n2\""), third);
        server.reply(third, "423 Interval Too Brief", "", "Min-Expires: 1800");
        var fourth = server.next("REGISTER ");
        assertEquals("1800", header(fourth, "Expires"));
        server.reply(fourth, "200 OK", "", "Expires: 1800");
        assertEquals(Registration.REGISTERED, agent.state().registration());
    }

    /** RFC 3263 §4.3. */
    @Test
    void aServerThatRefusesEverythingIsLeft() {
        server.reply(server.next("REGISTER "), "503 Service Unavailable", "");
        server.next("abandoned");
        assertEquals("phone-not-registered", agent.state().trouble().orElseThrow().code());
        work.pass(Duration.ofSeconds(2));
        assertEquals(2, server.connections());
    }

    /** RFC 3581: the Contact is what the server can send to. */
    @Test
    void learnsWhatANatMadeOfItsAddress() {
        var first = server.next("REGISTER ");
        server.receive(("SIP/2.0 401 Unauthorized\r\nVia: " + header(first, "Via").replace(";rport", ";received=198.51.100.9;rport=1234") + "\r\nFrom: "
                + header(first, "From") + "\r\nTo: " + header(first, "To") + ";tag=x\r\nCall-ID: " + header(first, "Call-ID") + "\r\nCSeq: "
                + header(first, "CSeq") + "\r\n" + CHALLENGE + "\r\nContent-Length: 0\r\n\r\n"));
        var second = server.next("REGISTER ");
        assertTrue(header(second, "Contact").startsWith("<sip:anna@198.51.100.9:1234>"), second);
        assertTrue(header(second, "Via").startsWith("SIP/2.0/UDP 192.0.2.7:40000;"), second);
    }

    private String seenAs(String request, String port) {
        return "SIP/2.0 200 OK\r\nVia: " + header(request, "Via").replace(";rport", ";received=198.51.100.9;rport=" + port) + "\r\nFrom: "
                + header(request, "From") + "\r\nTo: " + header(request, "To") + ";tag=x\r\nCall-ID: " + header(request, "Call-ID") + "\r\nCSeq: "
                + header(request, "CSeq") + "\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n";
    }

    /** A server may hold one address only. */
    @Test
    void takesBackTheAddressThatItHadBefore() {
        server.receive(seenAs(server.next("REGISTER "), "1234"));
        var second = server.next("REGISTER ");
        var contacts = header(second, "Contact");
        assertTrue(contacts.startsWith("<sip:anna@198.51.100.9:1234>;") && contacts.contains(";expires=600, "), contacts);
        assertTrue(contacts.endsWith(", <sip:anna@192.0.2.7:40000>;expires=0"), contacts);
        server.receive(seenAs(second, "1234"));
        server.drop();
        work.pass(Duration.ofSeconds(2));
        server.open();
        var third = header(server.next("REGISTER "), "Contact");
        assertTrue(third.endsWith(", <sip:anna@198.51.100.9:1234>;expires=0"), third);
    }

    /** A NAT with another port for each answer. */
    @Test
    void registersOneNewAddressAtOnce() {
        server.receive(seenAs(server.next("REGISTER "), "1234"));
        server.receive(seenAs(server.next("REGISTER "), "1235"));
        server.assertSilent();
        work.pass(Duration.ofSeconds(2_880));
        var refresh = server.next("REGISTER ");
        assertTrue(header(refresh, "Contact").startsWith("<sip:anna@198.51.100.9:1235>;"), refresh);
        server.receive(seenAs(refresh, "1235"));
        server.drop();
        work.pass(Duration.ofSeconds(2));
        server.open();
        server.receive(seenAs(server.next("REGISTER "), "1236"));
        server.next("REGISTER ");
    }

    /** RFC 3261 §21.5.4. */
    @Test
    void comesBackWhenTheServerAsks() {
        server.reply(server.next("REGISTER "), "503 Service Unavailable", "", "Retry-After: 30");
        server.next("abandoned");
        work.pass(Duration.ofSeconds(29));
        assertEquals(1, server.connections());
        work.pass(Duration.ofSeconds(9));
        assertEquals(2, server.connections());
    }

    /** RFC 3263 §4.3: the first one asks for time for itself alone. */
    @Test
    void goesToTheOtherServerAtOnce() {
        server.hasAnother();
        server.reply(server.next("REGISTER "), "503 Service Unavailable", "", "Retry-After: 30");
        server.next("abandoned");
        work.pass(Duration.ofSeconds(2));
        assertEquals(2, server.connections());
    }

    @Test
    void aRefusalOfAnAccountThatWasRegisteredIsNoWrongPassword() {
        register(3_600);
        work.pass(Duration.ofSeconds(2_880));
        server.reply(server.next("REGISTER "), "403 Forbidden", "");
        assertEquals("phone-not-registered", agent.state().trouble().orElseThrow().code());
        work.pass(Duration.ofMinutes(4));
        server.assertSilent();
        work.pass(Duration.ofSeconds(135));
        server.next("REGISTER ");
    }

    @Test
    void aRefusalOfTheFirstRegistrationMayBeAWrongPassword() {
        server.reply(server.next("REGISTER "), "403 Forbidden", "");
        assertEquals("phone-account-forbidden", agent.state().trouble().orElseThrow().code());
        work.pass(Duration.ofHours(1));
        server.assertSilent();
    }

    @Test
    void isNotToldWhomTheDeskWatches() {
        assertFalse(agent.canWatch());
        register(3_600);
        assertFalse(agent.canWatch());
    }

    // --- calls out

    /** Its media would be for another server: nothing of it is offered. */
    @Test
    void aCallWithoutConnectionFails() {
        register(3_600);
        server.drop();
        var call = agent.call("sip:bo@example.org", "bo");
        assertEquals(State.ENDED, call.state());
        assertEquals("phone-call-lost", call.end().orElseThrow().code());
        work.pass(Duration.ofSeconds(2));
        server.open();
        server.next("REGISTER ");
        server.assertSilent();
    }

    /** Timer A: without an upper bound, until something comes. */
    @Test
    void invitesAgainUntilItRings() {
        var invite = callOut();
        for (long wait : new long[] {500, 1_000, 2_000, 4_000, 8_000}) {
            work.pass(millis(wait));
            assertEquals(invite, server.next("INVITE "));
            server.assertSilent();
        }
        server.reply(invite, "180 Ringing", "");
        work.pass(Duration.ofMinutes(2));
        server.assertSilent();
    }

    @Test
    void aCallWithoutAnyAnswerEnds() {
        register(3_600);
        var call = agent.call("sip:bo@example.org", "bo");
        work.pass(Duration.ofSeconds(32));
        assertEquals(State.ENDED, call.state());
        assertEquals("phone-server-silent", call.end().orElseThrow().code());
    }

    /** RFC 3261 §17.1.1.2: the ACK of a refusal was lost. */
    @Test
    void aRefusalThatComesAgainIsAcknowledgedAgain() {
        var invite = callOut();
        server.reply(invite, "486 Busy Here", "");
        var ack = server.next("ACK ");
        assertEquals(header(invite, "Via"), header(ack, "Via"));
        server.reply(invite, "486 Busy Here", "");
        assertEquals(ack, server.next("ACK "));
        work.pass(Duration.ofSeconds(33));
        server.reply(invite, "486 Busy Here", "");
        server.assertSilent();
    }

    /** RFC 3261 §13.2.2.4. */
    @Test
    void anAcceptanceThatComesAgainIsAcknowledgedAgain() {
        var invite = callOut();
        server.reply(invite, "200 OK", SDP);
        server.next("ACK ");
        server.reply(invite, "200 OK", SDP);
        server.next("ACK ");
        server.assertSilent();
    }

    @Test
    void cancelsAgainUntilThatIsAnswered() {
        register(3_600);
        var call = agent.call("sip:bo@example.org", "bo");
        var invite = server.next("INVITE ");
        server.reply(invite, "180 Ringing", "");
        call.hangUp();
        var cancel = server.next("CANCEL ");
        assertEquals(header(invite, "Via"), header(cancel, "Via"));
        work.pass(millis(500));
        assertEquals(cancel, server.next("CANCEL "));
        server.reply(cancel, "200 OK", "");
        server.reply(invite, "487 Request Terminated", "");
        server.next("ACK ");
        work.pass(Duration.ofSeconds(31));
        server.assertSilent();
    }

    // --- calls in

    @Test
    void anInviteThatComesAgainIsOneCall() {
        register(3_600);
        var invite = server.request("INVITE", SDP);
        var ringing = server.next("SIP/2.0 180 ");
        server.receive(invite);
        assertEquals(ringing, server.next("SIP/2.0 180 "));
        assertEquals(1, came.size());
    }

    /** RFC 3261 §13.3.1.4: a 200 is sent until its ACK comes. */
    @Test
    void acceptsAgainUntilThatIsAcknowledged() {
        var call = answered();
        for (long wait : new long[] {500, 1_000, 2_000, 4_000, 4_000}) {
            work.pass(millis(wait));
            assertEquals(call.answer(), server.next("SIP/2.0 200 "));
        }
        server.within(call.invite(), call.answer(), "ACK", 1, "");
        work.pass(Duration.ofMinutes(1));
        server.assertSilent();
        assertEquals(State.TALKING, came.getFirst().state());
    }

    @Test
    void anAcceptanceThatNobodyAcknowledgesEndsTheCall() {
        var call = callIn();
        call.answer();
        work.pass(Duration.ofSeconds(32));
        assertEquals(State.ENDED, call.state());
        work.pass(Duration.ofSeconds(40));
        var sent = new ArrayList<String>();
        for (int i = 0; i < 12; i++)
            sent.add(server.next("").lines().findFirst().orElseThrow().replaceFirst(" .*", ""));
        assertTrue(sent.contains("BYE"), sent.toString());
    }

    /** Timer G, and the ACK that ends it. */
    @Test
    void refusesAgainUntilThatIsAcknowledged() {
        register(3_600);
        admits = false;
        var invite = server.request("INVITE", SDP);
        var busy = server.next("SIP/2.0 486 ");
        work.pass(millis(500));
        assertEquals(busy, server.next("SIP/2.0 486 "));
        server.receive(invite.replaceFirst("^INVITE", "ACK").replace("1 INVITE", "1 ACK").replaceFirst("(?s)\r\nContent-Type.*", "\r\nContent-Length: 0\r\n\r\n"));
        work.pass(Duration.ofMinutes(1));
        server.assertSilent();
    }

    /** The ACK of the INVITE before ends no negotiation of now. */
    @Test
    void anAckThatComesAgainIsIgnored() {
        var call = answered();
        server.within(call.invite(), call.answer(), "ACK", 1, "");
        server.within(call.invite(), call.answer(), "INVITE", 2, SDP);
        server.next("SIP/2.0 200 ");
        came.getFirst().hold(true);
        server.within(call.invite(), call.answer(), "ACK", 1, "");
        server.assertSilent();
        server.within(call.invite(), call.answer(), "ACK", 2, "");
        server.next("INVITE ");
    }

    @Test
    void aByeThatComesAgainIsAnsweredAgain() {
        var call = answered();
        server.within(call.invite(), call.answer(), "ACK", 1, "");
        server.within(call.invite(), call.answer(), "BYE", 2, "");
        var bye = server.next("SIP/2.0 200 ");
        server.within(call.invite(), call.answer(), "BYE", 2, "");
        assertEquals(bye, server.next("SIP/2.0 200 "));
        assertEquals(State.ENDED, came.getFirst().state());
    }

    /** RFC 3261 §15: who hangs up has the 200, also without an ACK. */
    @Test
    void anAcceptanceIsNotRepeatedAfterABye() {
        var call = answered();
        server.within(call.invite(), call.answer(), "BYE", 2, "");
        assertTrue(header(server.next("SIP/2.0 200 "), "CSeq").endsWith(" BYE"));
        work.pass(Duration.ofMinutes(1));
        server.assertSilent();
        assertEquals(State.ENDED, came.getFirst().state());
    }

    /** Another phone of the account, at an address that begins like this one. */
    @Test
    void registersAgainByTheTimeOfItsOwnAddress() {
        server.reply(server.next("REGISTER "), "200 OK", "", "Contact: <sip:anna@192.0.2.7:4000>;expires=60",
                "Contact: <sip:anna@192.0.2.7:40000>;expires=600");
        work.pass(Duration.ofSeconds(479));
        server.assertSilent();
        work.pass(Duration.ofSeconds(1));
        server.next("REGISTER ");
    }

    /** Asterisk adds the address that a NAT hid. */
    @Test
    void knowsItsOwnAddressWithParametersOfTheServer() {
        server.reply(server.next("REGISTER "), "200 OK", "", "Contact: <sip:anna@192.0.2.8:5060>;expires=3599",
                "Contact: <sip:anna@192.0.2.7:40000;x-ast-orig-host=10.0.0.7:5060>;expires=60", "Expires: 3600");
        work.pass(Duration.ofSeconds(48));
        server.next("REGISTER ");
    }
}
