package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.relay.RelayException;
import org.trunkline.engine.relay.RelayedMedia;

/** What is valid between a phone and its server after something was refused. */
class RelayedMediaTest {
    private final FakeMedia media = new FakeMedia();
    private final RelayedMedia call = new RelayedMedia(media, CallId.next(Instant.EPOCH, new Random(1)),
            new Hop(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060), Transport.UDP), (_, _, _) -> { });

    private static String sdp(int port, int more) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio " + port + " RTP/AVP 0\r\n"
                + "m=video " + more + " RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
    }

    private void agreed() throws RelayException {
        call.fromPhone(sdp(4000, 4002), false);
        call.fromServer(sdp(5000, 5002), true);
    }

    private int wanted(LegSide side) {
        return media.sessions().getFirst().remote(0, side).rtp().getPort();
    }

    @Test
    void whatCannotBeToldChangesNothing() throws Exception {
        agreed();
        media.exhausted(true);
        assertThrows(RelayException.class, () -> call.fromServer(sdp(5100, 5102), false));
        assertThrows(RelayException.class, () -> call.fromPhone(sdp(4100, 0), true));
        media.exhausted(false);
        assertEquals(5000, wanted(LegSide.CALLEE));
        assertEquals(4000, wanted(LegSide.CALLER));
        assertEquals(0, media.sessions().getFirst().removed.size(), "nor does it end a line");
        call.refusedByPhone();
        assertEquals(5000, wanted(LegSide.CALLEE));
    }

    @Test
    void anOfferThatThePhoneRefusesIsTakenBack() throws Exception {
        agreed();
        var told = call.fromServer(sdp(5100, 5102).replace("m=video 5102", "a=sendonly\r\nm=video 5102"), false);
        assertEquals(5100, wanted(LegSide.CALLEE));
        call.refusedByPhone();
        assertEquals(5000, wanted(LegSide.CALLEE));
        assertNotEquals(told, call.fromServer(sdp(5000, 5002), false));
    }

    private static String browser(String user) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:" + user
                + "\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 " + "AB:".repeat(31) + "AB\r\na=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\n";
    }

    private Ice ice() {
        return assertInstanceOf(DtlsSrtp.class, media.sessions().getFirst().remote(0, LegSide.CALLER).security().orElseThrow()).local();
    }

    /** The browser goes back to the credentials of before too (RFC 8839 §4.4.1.1), and must know those of the node. */
    @Test
    void aRestartOfIceThatWasRefusedIsTakenBack() throws Exception {
        media.servesBrowsers(new DtlsSrtp.Fingerprint("AB:".repeat(31) + "AB"));
        call.fromPhone(browser("abcd"), false);
        call.fromServer(sdp(5000, 0).substring(0, sdp(5000, 0).indexOf("m=video")), true);
        var before = ice();
        call.fromPhone(browser("efgh"), false);
        assertNotEquals(before, ice());
        call.refusedByServer();
        assertEquals(before, ice());
        call.fromPhone(browser("ijkl"), false);
        assertNotEquals(before, ice());
    }

    /** What was agreed on stays. */
    @Test
    void onlyAnOfferThatIsOpenIsTakenBack() throws Exception {
        agreed();
        call.fromPhone(sdp(4100, 4102), false);
        call.fromServer(sdp(5000, 5002), true);
        call.refusedByServer();
        assertEquals(4100, wanted(LegSide.CALLER));
        call.fromPhone(sdp(4200, 4202), false);
        call.fromPhone(sdp(4300, 4302), false);
        call.refusedByServer();
        assertEquals(4100, wanted(LegSide.CALLER));
    }
}
