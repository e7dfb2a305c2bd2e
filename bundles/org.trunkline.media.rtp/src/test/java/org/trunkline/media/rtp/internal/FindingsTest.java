package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.media.rtp.internal.meter.Rtp;
import org.trunkline.testkit.Samples;

/** What a record names as wrong with its sound, from what came over sockets. */
class FindingsTest {
    private final Relay relay = new Relay();
    private final Peer alice = new Peer();
    private final Peer bob = new Peer();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        relay.close();
    }

    private static List<MediaFinding> findings(MediaSession session) {
        session.close();
        var like = Samples.cdr(1); // answered, and over a minute long
        return MediaFinding.of(new Cdr(like.id(), like.direction(), like.from(), like.to(), like.trunk(), like.route(),
                like.startedAt(), like.ringingAt(), like.answeredAt(), like.endedAt(), like.endedBy(), like.sipStatus(),
                like.cause(), like.reason(), like.legs(), session.reports(), like.why(), like.marks()));
    }

    private void speak(Peer from, Peer to, int type, int ssrc) {
        for (int s = 0; s < 5; s++) {
            from.send(Rtp.packet(type, s, 160L * s, ssrc, 160));
            assertTrue(to.receive().isPresent());
        }
    }

    @Test
    void aTalkOfTwoHasNone() throws Exception {
        var session = relay.call(alice, bob);
        speak(alice, bob, Rtp.PCMU, 1);
        speak(bob, alice, Rtp.PCMU, 2);

        assertEquals(List.of(), findings(session));
    }

    @Test
    void nobodyWasHeard() throws Exception {
        assertEquals(List.of(MediaFinding.NO_AUDIO), findings(relay.call(alice, bob)));
    }

    @Test
    void theCalleeWasNotHeard() throws Exception {
        var session = relay.call(alice, bob);
        speak(alice, bob, Rtp.PCMU, 1);

        assertEquals(List.of(MediaFinding.CALLEE_SILENT), findings(session));
    }

    @Test
    void theCallerWasNotHeard() throws Exception {
        var session = relay.call(alice, bob);
        speak(bob, alice, Rtp.PCMU, 2);

        assertEquals(List.of(MediaFinding.CALLER_SILENT), findings(session));
    }

    /** PCMA, where PCMU was agreed on. */
    @Test
    void aCodecThatNobodyNegotiated() throws Exception {
        var session = relay.call(alice, bob);
        speak(alice, bob, 8, 1);
        speak(bob, alice, Rtp.PCMU, 2);

        assertEquals("PT 8", session.reports().stream().filter(r -> r.from() == CALLER).findFirst().orElseThrow().codec());
        assertEquals(List.of(MediaFinding.WRONG_CODEC), findings(session));
    }

    /** The call is ended then, with the cause media-timeout. */
    @Test
    void mediaThatStopsIsTold() throws Exception {
        var session = relay.call(alice, bob);
        session.watchSilence(true);
        speak(alice, bob, Rtp.PCMU, 1);
        Relay.settle(session);
        relay.pass(Duration.ofSeconds(61));

        Relay.await(() -> !relay.silences.isEmpty());
        assertTrue(relay.silences.getFirst().compareTo(Duration.ofSeconds(60)) >= 0);
    }

    @Test
    void whoFailsWhenToldEndsNobodyElsesMedia() throws Exception {
        var told = new CountDownLatch(1);
        var silent = relay.media.open(CallId.next(Instant.EPOCH, new Random()), (_, _, _) -> {
            told.countDown();
            throw new IllegalStateException("as a bug would");
        });
        try (var carol = new Peer(); var dave = new Peer()) {
            Relay.join(silent, carol, dave);
        }
        silent.watchSilence(true);
        Relay.settle(silent);
        relay.pass(Duration.ofSeconds(61));
        Relay.await(() -> told.getCount() == 0);

        var session = relay.call(alice, bob);
        speak(alice, bob, Rtp.PCMU, 1);
        session.watchSilence(true);
        Relay.settle(session);
        relay.pass(Duration.ofSeconds(61));
        Relay.await(() -> !relay.silences.isEmpty());
    }
}
