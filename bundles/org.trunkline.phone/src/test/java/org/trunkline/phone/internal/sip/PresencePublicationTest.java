package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.phone.internal.sip.FakeServer.header;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.internal.address.PresenceDocument;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/** The user's own presence against a server by hand: RFC 3903 §4. */
class PresencePublicationTest extends AccountFixture {
    private static final UserPresence BUSY = new UserPresence(Presence.BUSY, "Until <3> & so");

    private static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    private static boolean conditional(String publish) {
        return publish.contains("\r\nSIP-If-Match: ");
    }

    /** Publishes it, and takes the tag e1 for 100 s. @return what was sent */
    private String published(UserPresence presence) {
        agent.publish(presence);
        register(100_000);
        var publish = server.next("PUBLISH sip:anna@example.org ");
        server.reply(publish, "200 OK", "", "SIP-ETag: e1", "Expires: 100");
        return publish;
    }

    @Test
    void itIsPublishedOnceRegisteredAndRefreshedByItsTag() {
        agent.publish(BUSY);
        register(100_000);
        var first = server.next("PUBLISH sip:anna@example.org ");
        assertEquals("presence", header(first, "Event"));
        assertEquals("600", header(first, "Expires"));
        assertEquals("application/pidf+xml", header(first, "Content-Type"));
        assertFalse(conditional(first));
        assertEquals(Optional.of(BUSY), PresenceDocument.read(body(first)));
        assertTrue(body(first).contains("entity=\"sip:anna@example.org\"") && body(first).contains("Until &lt;3&gt; &amp; so"), first);
        server.reply(first, "200 OK", "", "SIP-ETag: e1", "Expires: 100");
        work.pass(Duration.ofSeconds(79));
        server.assertSilent();
        work.pass(Duration.ofSeconds(2));
        var refresh = server.next("PUBLISH ");
        assertEquals("e1", header(refresh, "SIP-If-Match"));
        assertEquals("", body(refresh), "a refresh has no body");
        server.reply(refresh, "200 OK", "", "SIP-ETag: e2", "Expires: 100");
        agent.publish(BUSY);
        server.assertSilent();
        agent.publish(UserPresence.of(Presence.AWAY));
        var changed = server.next("PUBLISH ");
        assertEquals("e2", header(changed, "SIP-If-Match"));
        assertEquals(Optional.of(UserPresence.of(Presence.AWAY)), PresenceDocument.read(body(changed)));
    }

    @Test
    void aChallengeIsAnsweredWithTheSameDocument() {
        agent.publish(BUSY);
        register(100_000);
        var first = server.next("PUBLISH ");
        server.reply(first, "401 Unauthorized", "", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5");
        var second = server.next("PUBLISH ");
        assertTrue(header(second, "Authorization").contains("uri=\"sip:anna@example.org\""), second);
        assertEquals(body(first), body(second));
        server.reply(second, "200 OK", "", "SIP-ETag: e1", "Expires: 100");
        work.pass(Duration.ofSeconds(81));
        assertEquals("e1", header(server.next("PUBLISH "), "SIP-If-Match"));
    }

    @Test
    void eachPresenceIsReadAsItWasWritten() {
        for (var each : Presence.values())
            assertEquals(Optional.of(UserPresence.of(each)), PresenceDocument.read(PresenceDocument.of("sip:a@b", UserPresence.of(each))));
    }

    @Test
    void whatChangesMeanwhileGoesWithTheNextRequest() {
        agent.publish(BUSY);
        register(100_000);
        var first = server.next("PUBLISH ");
        agent.publish(UserPresence.of(Presence.AWAY));
        agent.publish(UserPresence.of(Presence.AVAILABLE));
        server.assertSilent();
        server.reply(first, "200 OK", "", "SIP-ETag: e1", "Expires: 600");
        var second = server.next("PUBLISH ");
        assertEquals("e1", header(second, "SIP-If-Match"));
        assertEquals(Optional.of(UserPresence.of(Presence.AVAILABLE)), PresenceDocument.read(body(second)));
        server.reply(second, "200 OK", "", "SIP-ETag: e2", "Expires: 600");
        server.assertSilent();
    }

    @Test
    void aServerThatForgotTheTagGetsAllOfItAgain() { // 412
        published(BUSY);
        work.pass(Duration.ofSeconds(81));
        server.reply(server.next("PUBLISH "), "412 Conditional Request Failed", "");
        var again = server.next("PUBLISH ");
        assertFalse(conditional(again));
        assertEquals(Optional.of(BUSY), PresenceDocument.read(body(again)));
    }

    @Test
    void aServerThatWantsLongerTimesGetsThem() { // 423
        agent.publish(BUSY);
        register(100_000);
        server.reply(server.next("PUBLISH "), "423 Interval Too Brief", "", "Min-Expires: 1200");
        var again = server.next("PUBLISH ");
        assertEquals("1200", header(again, "Expires"));
        server.reply(again, "423 Interval Too Brief", "", "Min-Expires: 1200");
        work.pass(Duration.ofMinutes(10));
        server.assertSilent();
    }

    @Test
    void aServerWithoutPresenceIsNotAskedAgainAndABusyOneIs() {
        agent.publish(BUSY);
        register(100_000);
        server.reply(server.next("PUBLISH "), "503 Service Unavailable", "");
        work.pass(Duration.ofSeconds(121));
        server.reply(server.next("PUBLISH "), "489 Bad Event", "");
        work.pass(Duration.ofMinutes(30));
        server.assertSilent();
    }

    @Test
    void afterALostConnectionItIsConfirmed() {
        published(BUSY);
        server.drop();
        work.pass(Duration.ofSeconds(2));
        server.open();
        register(100_000);
        assertEquals("e1", header(server.next("PUBLISH "), "SIP-If-Match"));
    }

    @Test
    void itIsTakenBackBeforeTheRegistration() {
        published(BUSY);
        var closed = new AtomicBoolean();
        agent.close(() -> closed.set(true));
        var last = server.next("PUBLISH ");
        assertEquals("0", header(last, "Expires"));
        assertEquals("e1", header(last, "SIP-If-Match"));
        assertEquals("", body(last));
        server.reply(last, "200 OK", "", "SIP-ETag: e2", "Expires: 0");
        server.reply(server.next("REGISTER "), "200 OK", "", "Expires: 0");
        assertTrue(closed.get());
    }

    @Test
    void theRegistrationIsTakenBackAlsoWherePresenceIsNotAnswered() {
        published(BUSY);
        var closed = new AtomicBoolean();
        agent.close(() -> closed.set(true));
        server.next("PUBLISH ");
        work.pass(Duration.ofMillis(300));
        var last = server.next("REGISTER ");
        assertEquals("0", header(last, "Expires"));
        assertFalse(closed.get());
        server.reply(last, "200 OK", "", "Expires: 0");
        assertTrue(closed.get());
    }

    @Test
    void whatIsOnItsWayIsTakenBackToo() {
        agent.publish(BUSY);
        register(100_000);
        var first = server.next("PUBLISH ");
        agent.close(() -> { });
        server.assertSilent();
        server.reply(first, "200 OK", "", "SIP-ETag: e1", "Expires: 600");
        assertEquals("e1", header(server.next("PUBLISH "), "SIP-If-Match"));
        work.pass(Duration.ofSeconds(2));
    }
}
