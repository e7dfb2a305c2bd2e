package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.relay.RelayException;
import org.trunkline.engine.relay.RelayedMedia;
import org.trunkline.media.rtp.PhoneRelay;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** A call of the desk's phone at a SIP server with plain RTP: descriptions both ways, a handshake, packets. */
class PhoneRelayTest {
    private static final int SSRC = 77;

    private static String value(String sdp, String pattern) {
        var found = Pattern.compile("(?m)^" + pattern).matcher(sdp);
        assertTrue(found.find(), () -> pattern + " is not in\n" + sdp);
        return found.group(1);
    }

    private static RelayedMedia call(PhoneRelay relay, Peer server, Transport transport) {
        return new RelayedMedia(relay.media(), CallId.next(Instant.EPOCH, new Random()), new Hop(new InetSocketAddress(server.address(), 5060), transport),
                (_, _, _) -> { });
    }

    private static String plain(Peer peer) {
        return "v=0\r\no=- 1 1 IN IP4 x\r\ns=-\r\nc=IN IP4 " + peer.address().getHostAddress() + "\r\nt=0 0\r\nm=audio " + peer.media(true, true).rtp().getPort()
                + " RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
    }

    private static String offer(BrowserPeer phone) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0 126\r\nc=IN IP4 0.0.0.0\r\n"
                + "a=ice-ufrag:" + phone.own.user() + "\r\na=ice-pwd:" + phone.own.password() + "\r\na=fingerprint:sha-256 " + phone.fingerprint().sha256()
                + "\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:126 telephone-event/8000\r\n";
    }

    @Test
    void aPhoneLikeABrowserTalksToAServerWithPlainRtp() throws Exception {
        try (var relay = PhoneRelay.start(); var phone = new BrowserPeer("P"); var server = new Peer();
                var call = call(relay, server, Transport.UDP)) {
            var told = call.fromPhone(offer(phone), false);
            assertTrue(value(told, "m=audio \\d+ (\\S+)").equals("RTP/AVP") && !told.contains("ice") && !told.contains("fingerprint"), told);
            int port = Integer.parseInt(value(told, "m=audio (\\d+)"));
            server.talksTo(new MediaPort(InetAddress.ofLiteral(value(told, "c=IN IP4 (\\S+)")), port, port + 1));

            var answer = call.fromServer(plain(server), true);
            assertEquals("UDP/TLS/RTP/SAVPF", value(answer, "m=audio \\d+ (\\S+)"));
            assertEquals("passive", value(answer, "a=setup:(\\S+)"));
            int own = Integer.parseInt(value(answer, "m=audio (\\d+)"));
            phone.talksTo(new MediaPort(InetAddress.getLoopbackAddress(), own, own));
            var ice = new DtlsSrtp.Ice(value(answer, "a=ice-ufrag:(\\S+)"), value(answer, "a=ice-pwd:(\\S+)"));
            assertTrue(phone.check(true, ice, 30_000));
            phone.shakesHands(Suite.AEAD_AES_128_GCM, relay.media().fingerprint().orElseThrow());

            int next = 0;
            for (boolean heard = false; !heard; next++) { // the relay has its keys a moment after the phone
                phone.says(Rtp.voice(next, SSRC));
                heard = server.peek().isPresent();
                assertTrue(next < 200, "nothing arrives");
            }
            server.send(Rtp.voice(next, SSRC + 1));
            assertArrayEquals(Rtp.voice(next, SSRC + 1), phone.hears(30_000).orElseThrow());
        }
    }

    @Test
    void aPhoneThatNeverShakesHandsIsTold() throws Exception {
        var failures = new LinkedBlockingQueue<Media.Failure>();
        try (var relay = new Relay(); var phone = new BrowserPeer("P"); var server = new Peer();
                var call = new RelayedMedia(relay.media, CallId.next(Instant.EPOCH, new Random()),
                        new Hop(new InetSocketAddress(server.address(), 5060), Transport.UDP), (_, failure, _) -> failures.add(failure))) {
            call.fromPhone(offer(phone), false);
            relay.pass(WebRtcTransport.SETUP.multipliedBy(2));
            call.fromServer(plain(server), true);
            Relay.await(() -> {
                relay.pass(Duration.ofSeconds(1));
                return !failures.isEmpty();
            });
            assertEquals(List.of(Media.Failure.NO_KEYS), List.copyOf(failures));
        }
    }

    /** RFC 8643: keys go only where nobody reads the SIP that has them. */
    @Test
    void overTlsTheServerIsOfferedSrtp() throws Exception {
        try (var relay = PhoneRelay.start(); var phone = new BrowserPeer("P"); var server = new Peer(); var call = call(relay, server, Transport.TLS);
                var plain = call(relay, server, Transport.TCP)) {
            var told = call.fromPhone(offer(phone), false);
            assertTrue(told.contains("a=crypto:1 AEAD_AES_128_GCM inline:") && value(told, "m=audio \\d+ (\\S+)").equals("RTP/AVP"), told);
            assertFalse(plain.fromPhone(offer(phone), false).contains("a=crypto"));
        }
    }

    /** RFC 3264 §8, RFC 3261 §14.1: a changed offer has the next version, also after one that was refused. */
    @Test
    void aRefusedHoldLeavesTheCallAsItWas() throws Exception {
        try (var relay = PhoneRelay.start(); var phone = new BrowserPeer("P"); var server = new Peer(); var call = call(relay, server, Transport.UDP)) {
            var first = call.fromPhone(offer(phone), false);
            call.fromServer(plain(server), true);
            var hold = call.fromPhone(offer(phone).replace("a=sendrecv", "a=sendonly"), false);
            assertTrue(hold.contains("a=sendonly"), hold);
            call.refusedByServer();
            var again = call.fromPhone(offer(phone), false);
            assertEquals(value(first, "m=audio (\\d+)"), value(again, "m=audio (\\d+)"));
            var versions = Stream.of(first, hold, again).map(each -> Integer.valueOf(value(each, "o=- \\d+ (\\d+)"))).toList();
            assertEquals(versions.stream().sorted().distinct().toList(), versions);
        }
    }

    @Test
    void whatCannotBeRelayedIsSaid() throws Exception {
        try (var relay = PhoneRelay.start(); var server = new Peer();
                var call = call(relay, server, Transport.UDP)) {
            assertThrows(RelayException.class, () -> call.fromServer("v=0\r\n", false));
            assertThrows(RelayException.class, () -> call.fromServer(plain(server).replace("RTP/AVP", "UDP/TLS/RTP/SAVPF"), false));
        }
    }
}
