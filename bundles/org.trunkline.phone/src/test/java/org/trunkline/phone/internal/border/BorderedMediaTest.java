package org.trunkline.phone.internal.border;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.relay.RelayedMedia;
import org.trunkline.media.rtp.PhoneRelay;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia.Direction;
import org.trunkline.phone.internal.sip.FakeMedia;

/** The sound of a call behind a real relay. */
class BorderedMediaTest {
    private static final String SERVER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";
    private static final String PHONE = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"
            + "a=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 " + "AB:".repeat(31) + "AB\r\na=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\n";

    private final FakeMedia sound = new FakeMedia();
    private final CompletableFuture<RelayedMedia> relayed = new CompletableFuture<>();
    private final BorderedMedia media = new BorderedMedia(sound, relayed);
    private PhoneRelay relay;

    @BeforeEach
    void start() throws Exception {
        relay = PhoneRelay.start();
        sound.says(PHONE);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private void ready() {
        var server = new Hop(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060), Transport.UDP);
        relayed.complete(new RelayedMedia(relay.media(), CallId.next(Instant.EPOCH, new Random()), server, (_, _, _) -> { }));
    }

    @Test
    void anOfferWaitsForTheRelay() {
        var offer = media.offer(Direction.BOTH);
        assertFalse(offer.isDone());
        ready();
        assertTrue(offer.join().contains(" RTP/AVP 8\r\n") && !offer.join().contains("a=ice"), offer.join());
        assertEquals("", media.accept(SERVER, false).join());
        assertTrue(sound.heard().contains("UDP/TLS/RTP/SAVPF") && sound.heard().contains("a=ice-lite"), sound.heard());
    }

    @Test
    void anOfferOfTheServerIsAnsweredInItsWords() {
        ready();
        var answer = media.answer(SERVER, Direction.BOTH).join();
        assertTrue(answer.contains(" RTP/AVP 8\r\n") && !answer.contains("fingerprint"), answer);
        assertTrue(sound.heard().contains("a=setup:actpass"), sound.heard());
    }

    @Test
    void anEarlyAnswerCountsWhereTheFinalOneIsEmpty() {
        ready();
        media.offer(Direction.BOTH).join();
        media.accept(SERVER, true).join();
        media.accept("", false).join();
        assertEquals(List.of("offer BOTH", "early", "accept"), sound.asked);
    }

    @Test
    void whatCannotBeRelayedIsSaid() {
        ready();
        media.offer(Direction.BOTH).join();
        var failure = assertThrows(CompletionException.class, () -> media.accept("v=0\r\n", false).join());
        assertEquals("phone-bad-media", CallFailure.text(failure).code());
    }

    /** The server sends where it did before. */
    @Test
    void anOfferThatThePhoneCannotAnswerIsTakenBack() {
        ready();
        media.offer(Direction.BOTH).join();
        media.accept(SERVER, false).join();
        var before = sound.heard();
        sound.refuses(true);
        assertThrows(CompletionException.class, () -> media.answer(SERVER + "a=sendonly\r\n", Direction.BOTH).join());
        assertTrue(sound.heard().contains("a=sendonly"), sound.heard());
        sound.refuses(false);
        media.offer(Direction.BOTH).join();
        media.accept(SERVER, false).join();
        assertEquals(withoutVersion(before), withoutVersion(sound.heard()));
        assertNotEquals(before, sound.heard(), "of a version that differs from the one refused");
    }

    private static String withoutVersion(String sdp) {
        return sdp.replaceFirst("(o=\\S+ \\d+) \\d+ ", "$1 ");
    }

    @Test
    void theEndFreesThePorts() {
        ready();
        media.offer(Direction.BOTH).join();
        assertTrue(relay.media().usage().portsUsed() > 0);
        media.close();
        assertEquals(0, relay.media().usage().sessions());
        assertEquals("close", sound.asked.getLast());
        assertTrue(media.isOf(sound) && media.isOf(media) && !media.isOf(new FakeMedia()));
    }
}
