package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** A browser with audio and video on one transport (RFC 9143); the phone has a port for each. */
class BundleRelayTest {
    private static final int VP8 = 96;
    private static final int VOICE = 77;
    private static final int PICTURE = 78;

    private final Relay relay = new Relay();
    private final BrowserPeer alice = new BrowserPeer("A");
    private final BrowserPeer carol = new BrowserPeer("C");
    private final Peer audio = new Peer();
    private final Peer video = new Peer();

    @AfterEach
    void close() {
        alice.close();
        carol.close();
        audio.close();
        video.close();
        relay.close();
    }

    private static RemoteMedia audio(BrowserPeer of) {
        return of.media(0, "a", "audio", Rtp.PCMU, "PCMU", 8000);
    }

    private static RemoteMedia video(BrowserPeer of) {
        return of.media(0, "v", "video", VP8, "VP8", 90000);
    }

    private static byte[] picture(int sequence, int ssrc) {
        return Rtp.packet(VP8, sequence, 3000L * sequence, ssrc, 900);
    }

    private void phoneAnswers(MediaSession session) throws Exception {
        audio.talksTo(session.port(0, CALLEE, audio.address()));
        video.talksTo(session.port(1, CALLEE, video.address()));
        session.remote(0, CALLEE, audio.media(true, true));
        var here = video.media("video", true, true, false);
        session.remote(1, CALLEE, new RemoteMedia("video", here.rtp(), here.rtcp(), true, true, Map.of(VP8, new Encoding("VP8", 90000))));
    }

    private MediaSession call() throws Exception {
        var session = relay.open();
        session.remote(0, CALLER, audio(alice));
        session.remote(1, CALLER, video(alice));
        alice.talksTo(session.port(0, CALLER, audio.address()));
        phoneAnswers(session);
        Relay.settle(session);
        connect(alice);
        return session;
    }

    private void connect(BrowserPeer browser) throws Exception {
        assertTrue(browser.check(true));
        browser.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow());
    }

    /** The node has its keys a moment after the browser. @return the next sequence number */
    private static int arrives(BrowserPeer from, Peer at) {
        for (int s = 0; s < 200; s++) {
            from.says(Rtp.voice(s, VOICE));
            if (at.peek().isPresent())
                return s + 1;
        }
        throw new AssertionError("nothing arrives");
    }

    @Test
    void eachLineHasItsPortTowardsThePhone() throws Exception {
        var session = call();
        int next = arrives(alice, audio);
        alice.says(picture(1, PICTURE));
        alice.says(Rtp.voice(next, VOICE));
        assertArrayEquals(picture(1, PICTURE), video.receive().orElseThrow());
        assertArrayEquals(Rtp.voice(next, VOICE), audio.receive().orElseThrow());
        audio.send(Rtp.voice(1, 5));
        assertEquals("a", alice.hearsOf(60_000));
        video.send(picture(1, 6));
        assertEquals("v", alice.hearsOf(60_000));
        assertEquals(List.of("0 CALLER PCMU", "0 CALLEE PCMU", "1 CALLER VP8", "1 CALLEE VP8"),
                session.reports().stream().map(BundleRelayTest::text).toList());
        assertEquals(3, relay.media.usage().portsUsed(), "one for the browser");
        session.close();
        Relay.await(() -> relay.media.usage().portsUsed() == 0);
    }

    private static String text(StreamReport report) {
        return report.mline() + " " + report.from() + " " + report.codec();
    }

    @Test
    void aPacketOfNoLineGoesNowhere() throws Exception {
        var session = call();
        int next = arrives(alice, audio);
        alice.says(Rtp.packet(33, next, 0, 99, 160));
        alice.says(Rtp.packet(VP8, next + 1, 0, VOICE, 160));
        alice.says(Rtp.voice(next + 2, VOICE));
        assertArrayEquals(Rtp.voice(next + 2, VOICE), audio.receive().orElseThrow());
        assertTrue(video.peek().isEmpty());
        assertEquals(2, ((RtpSession) session).drops().unassigned);
    }

    @Test
    void reportsGoWithTheirLine() throws Exception {
        call();
        arrives(alice, audio);
        video.send(picture(1, 6));
        assertTrue(alice.hears(60_000).isPresent());
        alice.says(picture(1, PICTURE));
        assertTrue(video.receive().isPresent());
        byte[] voice = Rtp.senderReport(VOICE, 1);
        byte[] picture = Rtp.receiverReport(PICTURE, 6, 0, 0, 0);
        alice.reports(Rtp.compound(voice, picture));
        assertArrayEquals(voice, audio.receiveRtcp().orElseThrow());
        assertArrayEquals(picture, video.receiveRtcp().orElseThrow());
    }

    /** The node offered a port for each line, and the answer has them on one. */
    @Test
    void anAnswerMayBundle() throws Exception {
        var session = relay.open();
        phoneAnswers(session);
        alice.talksTo(session.port(0, CALLER, audio.address()));
        session.port(1, CALLER, audio.address());
        assertEquals(4, relay.media.usage().portsUsed());
        session.remote(0, CALLER, audio(alice));
        session.remote(1, CALLER, video(alice));
        Relay.settle(session);
        assertEquals(3, relay.media.usage().portsUsed());
        connect(alice);
        arrives(alice, audio);
        alice.says(picture(1, PICTURE));
        assertTrue(video.receive().isPresent());
    }

    @Test
    void twoBrowsersEachHaveOneTransport() throws Exception {
        var session = relay.open();
        for (var side : LegSide.values()) {
            var browser = side == CALLER ? alice : carol;
            session.remote(0, side, audio(browser));
            session.remote(1, side, video(browser));
            browser.talksTo(session.port(0, side, audio.address()));
        }
        Relay.settle(session);
        connect(alice);
        connect(carol);
        Optional<byte[]> heard = Optional.empty();
        for (int s = 0; heard.isEmpty() && s < 200; s++) {
            alice.says(Rtp.voice(s, VOICE));
            heard = carol.hears(40);
        }
        assertTrue(heard.isPresent());
        alice.says(picture(1, PICTURE));
        var names = new ArrayList<String>(); // after voice that was on its way
        while (!names.contains("v"))
            names.add(carol.hearsOf(60_000));
    }

    /** The phone takes the pictures only: what was the first line's is then theirs. */
    @Test
    void aDeclinedLineLeavesTheOther() throws Exception {
        var session = relay.open();
        session.remote(0, CALLER, audio(alice));
        session.remote(1, CALLER, video(alice));
        session.remote(1, CALLER, alice.media(1, "v", "video", VP8, "VP8", 90000));
        alice.talksTo(session.port(1, CALLER, audio.address()));
        phoneAnswers(session);
        session.remove(0);
        Relay.settle(session);
        connect(alice);
        for (int s = 0; video.peek().isEmpty(); s++) {
            assertTrue(s < 200, "nothing arrives");
            alice.says(picture(s, PICTURE));
        }
        assertEquals(2, relay.media.usage().portsUsed());
    }

    /** A phone takes the place of the browser: each line has a port of its own again. */
    @Test
    void aBundleMayEnd() throws Exception {
        var session = call();
        arrives(alice, audio);
        try (var phone = new Peer(); var camera = new Peer()) {
            session.remote(0, CALLER, phone.media(true, true));
            session.remote(1, CALLER, camera.media("video", true, true, false));
            phone.talksTo(session.port(0, CALLER, phone.address()));
            camera.talksTo(session.port(1, CALLER, camera.address()));
            Relay.settle(session);
            phone.send(Rtp.voice(1, 3));
            assertArrayEquals(Rtp.voice(1, 3), audio.receive().orElseThrow());
            camera.send(picture(1, 4));
            assertArrayEquals(picture(1, 4), video.receive().orElseThrow());
        }
    }
}
