package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.phone.internal.sip.FakeServer.header;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;

/** Presence of others against a server by hand: RFC 3856, 6665. */
class PresenceSubscriptionTest extends AccountFixture {
    private static final String ACTIVE = "Subscription-State: active;expires=3000";

    private int changes;

    @Override
    public void changed() {
        changes++;
    }

    private String subscribed() {
        var subscribe = server.next("SUBSCRIBE sip:bo@example.org ");
        server.reply(subscribe, "200 OK", "", "Expires: 1000");
        return subscribe;
    }

    private static String pidf(String basic, String more) {
        return "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:bo@example.org\"><tuple id=\"phone\"><status><basic>"
                + basic + "</basic></status></tuple>" + more + "</presence>";
    }

    @Test
    void presenceIsToldAndKeptUpToDate() {
        agent.watch(List.of("bo"));
        register(100_000);
        var subscribe = subscribed();
        assertEquals("presence", header(subscribe, "Event"));
        assertEquals("application/pidf+xml", header(subscribe, "Accept"));
        assertEquals(Map.of(), agent.presences());
        server.back(subscribe, "NOTIFY", 1, pidf("open", ""), "Event: presence", ACTIVE);
        server.next("SIP/2.0 200");
        assertEquals(Map.of("bo", UserPresence.of(Presence.AVAILABLE)), agent.presences());
        int before = changes;
        server.back(subscribe, "NOTIFY", 2, pidf("open", "<dm:person><rpid:activities><rpid:on-the-phone/></rpid:activities></dm:person>"),
                "Event: presence", ACTIVE);
        server.next("SIP/2.0 200");
        assertEquals(Map.of("bo", UserPresence.of(Presence.ON_THE_PHONE)), agent.presences());
        assertEquals(before + 1, changes);
        server.back(subscribe, "NOTIFY", 1, pidf("closed", ""), "Event: presence", ACTIVE);
        server.next("SIP/2.0 500"); // RFC 3261 §12.2.2
        server.back(subscribe, "NOTIFY", 3, pidf("closed", ""), "Event: presence", ACTIVE);
        server.next("SIP/2.0 200");
        assertEquals(Map.of("bo", UserPresence.of(Presence.OFFLINE)), agent.presences());
        work.pass(Duration.ofSeconds(801));
        var again = server.next("SUBSCRIBE ");
        assertEquals(header(subscribe, "Call-ID"), header(again, "Call-ID"), "in the same dialog");
    }

    @Test
    void activitiesAndNotesAreRead() {
        agent.watch(List.of("bo"));
        register(100_000);
        var subscribe = subscribed();
        int turn = 0;
        for (var expected : Map.of("open <rpid:busy/>", Presence.BUSY, "open <rpid:meeting />", Presence.BUSY, "open <r:lunch></r:lunch>", Presence.AWAY,
                "open <rpid:away/>", Presence.AWAY, "closed <rpid:busy/>", Presence.DO_NOT_DISTURB, "closed <rpid:on-the-phone/><rpid:busy/>",
                Presence.DO_NOT_DISTURB, "closed <rpid:vacation/>", Presence.OFFLINE, "open <rpid:busy/><rpid:on-the-phone/>", Presence.ON_THE_PHONE,
                "open <rpid:tv/>", Presence.AVAILABLE).entrySet()) {
            var words = expected.getKey().split(" ", 2);
            server.back(subscribe, "NOTIFY", ++turn, pidf(words[0], "<dm:person><rpid:activities>" + words[1]
                    + "</rpid:activities><dm:note xml:lang=\"en\">Back\n at &lt;3&gt; &amp; later</dm:note></dm:person>"), "Event: presence", ACTIVE);
            server.next("SIP/2.0 200");
            assertEquals(Map.of("bo", new UserPresence(expected.getValue(), "Back at <3> & later")), agent.presences(), expected.getKey());
        }
    }

    @Test
    void whoIsNotWatchedAnyMoreIsUnsubscribed() {
        register(100_000);
        agent.watch(List.of("bo"));
        var subscribe = subscribed();
        server.back(subscribe, "NOTIFY", 1, pidf("open", ""), "Event: presence", ACTIVE);
        server.next("SIP/2.0 200");
        agent.watch(List.of());
        assertEquals("0", header(server.next("SUBSCRIBE "), "Expires"));
        assertEquals(Map.of(), agent.presences());
    }

    @Test
    void aLostConnectionForgetsAndSubscribesAgain() {
        register(100_000);
        agent.watch(List.of("bo"));
        var subscribe = subscribed();
        server.back(subscribe, "NOTIFY", 1, pidf("open", ""), "Event: presence", ACTIVE);
        server.next("SIP/2.0 200");
        server.drop();
        assertEquals(Map.of(), agent.presences());
        work.pass(Duration.ofSeconds(2));
        server.open();
        register(100_000);
        subscribed();
    }

    @Test
    void aNodeThatRestartsIsAskedAgainAndOneThatKnowsNobodyIsNot() {
        register(100_000);
        agent.watch(List.of("bo", "600"));
        var subscribe = subscribed();
        server.reply(server.next("SUBSCRIBE sip:600@example.org "), "404 Not Found", "");
        server.back(subscribe, "NOTIFY", 1, pidf("open", ""), "Event: presence", "Subscription-State: terminated;reason=deactivated");
        server.next("SIP/2.0 200");
        work.pass(Duration.ofSeconds(6));
        var again = subscribed();
        assertEquals(false, header(subscribe, "Call-ID").equals(header(again, "Call-ID")));
        work.pass(Duration.ofMinutes(10));
        server.assertSilent();
    }
}
