package org.trunkline.engine.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;

class SessionDescriptionTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress HERE6 = InetAddress.ofLiteral("2001:db8::1");

    private static final String BROWSER = """
            v=0
            o=phone 123 4 IN IP4 10.0.0.5
            s=call
            c=IN IP4 10.0.0.5
            t=0 0
            a=group:BUNDLE 0 1
            m=audio 4000 RTP/AVP 96 0 101
            i=voice
            b=AS:64
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 useinbandfec=1
            a=rtcp:4100 IN IP4 10.0.0.6
            a=rtcp-mux
            a=ice-ufrag:x
            a=candidate:1 1 UDP 1 10.0.0.5 4000 typ host
            a=end-of-candidates
            a=sendrecv
            m=video 4002 RTP/AVP 97
            c=IN IP4 10.0.0.9
            a=rtpmap:97 H264/90000
            a=sendonly
            m=image 0 udptl t38
            """;

    private static Optional<MediaPort> port(InetAddress address, int port) {
        return Optional.of(new MediaPort(address, port, port + 1));
    }

    @Test
    void readsWhatAPeerWants() throws Exception {
        var sdp = SessionDescription.parse(BROWSER);
        var audio = sdp.remote(0);
        assertEquals(new InetSocketAddress("10.0.0.5", 4000), audio.rtp());
        assertEquals(new InetSocketAddress("10.0.0.6", 4100), audio.rtcp());
        assertEquals(new Encoding("opus", 48000), audio.codecs().get(96));
        assertEquals(new Encoding("PCMU", 8000), audio.codecs().get(0));
        var video = sdp.remote(1);
        assertEquals(new InetSocketAddress("10.0.0.9", 4002), video.rtp());
        assertEquals(new InetSocketAddress("10.0.0.9", 4003), video.rtcp());
        assertTrue(video.sends());
        assertFalse(video.receives());
        assertTrue(sdp.media().get(2).declined());
        assertEquals(Optional.of("opus"), sdp.codec());
        assertFalse(sdp.holds());
    }

    @Test
    void tellsTheNodesPortsAndKeepsTheRest() throws Exception {
        var sdp = SessionDescription.parse(BROWSER);
        String told = sdp.relayed(List.of(port(HERE, 20000), port(HERE, 20002), Optional.empty()), 42, 7, HERE);
        assertEquals("""
                v=0
                o=- 42 7 IN IP4 192.0.2.1
                s=call
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 20000 RTP/AVP 96 0 101
                i=voice
                b=AS:64
                a=rtpmap:96 opus/48000/2
                a=fmtp:96 useinbandfec=1
                a=sendrecv
                m=video 20002 RTP/AVP 97
                a=rtpmap:97 H264/90000
                a=sendonly
                m=image 0 udptl t38
                """.replace("\n", "\r\n"), told);
    }

    @Test
    void addressesGoWhereTheGrammarWantsThem() throws Exception {
        var sdp = SessionDescription.parse("v=0\no=- 1 1 IN IP4 10.0.0.5\ns=-\nt=0 0\nm=audio 4000 RTP/AVP 0\ni=x\n"
                + "c=IN IP4 10.0.0.5\na=sendrecv\n");
        String told = sdp.relayed(List.of(port(HERE6, 20000)), 1, 1, HERE6);
        assertEquals("v=0\r\no=- 1 1 IN IP6 2001:db8:0:0:0:0:0:1\r\ns=-\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\ni=x\r\n"
                + "c=IN IP6 2001:db8:0:0:0:0:0:1\r\na=sendrecv\r\n", told);
        assertEquals(told, SessionDescription.parse(told).relayed(List.of(port(HERE6, 20000)), 1, 1, HERE6));
    }

    @Test
    void linesOnDifferentAddressesEachSaySo() throws Exception {
        var sdp = SessionDescription.parse("v=0\no=- 1 1 IN IP4 10.0.0.5\ns=-\nc=IN IP4 10.0.0.5\nt=0 0\n"
                + "m=audio 4000 RTP/AVP 0\nm=video 4002 RTP/AVP 97\n");
        var other = InetAddress.ofLiteral("192.0.2.2");
        String told = sdp.relayed(List.of(port(HERE, 20000), port(other, 20002)), 1, 1, HERE);
        var again = SessionDescription.parse(told);
        assertEquals(new InetSocketAddress(HERE, 20000), again.remote(0).rtp());
        assertEquals(new InetSocketAddress(other, 20002), again.remote(1).rtp());
    }

    @Test
    void rtcpOnAnotherPortIsSaid() throws Exception {
        var sdp = SessionDescription.parse(BROWSER);
        String told = sdp.relayed(List.of(Optional.of(new MediaPort(HERE, 20000, 20009)), Optional.empty(),
                Optional.empty()), 1, 1, HERE);
        assertTrue(told.contains("a=rtcp:20009\r\n"), told);
        assertTrue(told.contains("m=video 0 RTP/AVP 97"), told);
    }

    @Test
    void holds() throws Exception {
        String base = "v=0\no=- 1 1 IN IP4 10.0.0.5\ns=-\nc=IN IP4 10.0.0.5\nt=0 0\n";
        assertTrue(SessionDescription.parse(base + "a=sendonly\nm=audio 4000 RTP/AVP 0\n").holds());
        assertTrue(SessionDescription.parse(base + "m=audio 4000 RTP/AVP 0\na=inactive\n").holds());
        assertFalse(SessionDescription.parse(base + "a=sendonly\nm=audio 4000 RTP/AVP 0\na=sendrecv\n").holds());
        assertFalse(SessionDescription.parse(base + "m=audio 0 RTP/AVP 0\na=inactive\n").holds(), "nothing is up");
        assertTrue(SessionDescription.parse(base.replace("c=IN IP4 10.0.0.5", "c=IN IP4 0.0.0.0")
                + "m=audio 4000 RTP/AVP 0\n").holds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "o=- 1 1 IN IP4 1.2.3.4\n", "v=0\n", "v=1\no=x\n", "v=0\no=x\nm=audio\n",
            "v=0\no=x\nm=audio 99999 RTP/AVP 0\nc=IN IP4 1.2.3.4\n", "v=0\no=x\nm=audio x RTP/AVP 0\n",
            "v=0\no=x\ns=-\nm=audio 4000 RTP/AVP 0\n", "v=0\no=x\nc=IN IP4 host.example\nm=audio 4000 RTP/AVP 0\n",
            "v=0\no=x\nc=IN IP4\nm=audio 4000 RTP/AVP 0\n", "v=0\no=x\nc=IN IP4 300.1.1.1\nm=audio 4000 RTP/AVP 0\n"})
    void breaksTheGrammar(String text) {
        assertThrows(SdpSyntaxException.class, () -> SessionDescription.parse(text));
    }

    /** Sound, and nowhere that media could go: 488 says so (RFC 3261 §20.43). */
    @ParameterizedTest
    @CsvSource({"IN IP4 host.example,301", "IN IP7 1.2.3.4,301", "ATM NSAP 47.0091,300", "IN IP4 224.2.1.1/127,330",
            "IN IP6 ff15::101,330", "IN IP4 255.255.255.255,301"})
    void describesWhereNoMediaCanGo(String connection, int warning) {
        var why = assertThrows(UnreachableMediaException.class,
                () -> SessionDescription.parse("v=0\no=x\nc=" + connection + "\nm=audio 4000 RTP/AVP 0\n"));
        assertEquals(warning, why.warning());
    }

    @Test
    void tooManyLines() {
        String text = "v=0\no=x\nc=IN IP4 1.2.3.4\n" + "m=audio 4000 RTP/AVP 0\n".repeat(17);
        assertThrows(SdpSyntaxException.class, () -> SessionDescription.parse(text));
    }

    @Test
    void oddAttributesAreNotTheRelaysBusiness() throws Exception {
        var sdp = SessionDescription.parse("v=0\r\no=x\r\nc=IN IP4 1.2.3.4/127\r\nm=audio 4000/2 RTP/SAVP 300 x 8\r\n"
                + "a=rtpmap:\r\na=rtpmap:abc\r\na=rtpmap:98 odd\r\na=rtpmap:99 odd/abc\r\na=rtcp:x\r\n"
                + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\n");
        assertEquals(1, sdp.remote(0).codecs().size());
        assertEquals(4001, sdp.remote(0).rtcp().getPort());
        String told = sdp.relayed(List.of(port(HERE, 20000)), 1, 1, HERE);
        assertTrue(told.contains("a=rtpmap:99 odd/abc"), told);
        assertTrue(told.contains("m=audio 20000 RTP/AVP 300 x 8"), told); // keys are each leg's own (RFC 4568)
        assertFalse(told.contains("a=crypto"), told);
    }

    @Test
    void twoOffersAnswerEachOtherWithWhatBothHave() throws Exception { // by payload type and encoding: nobody translates
        var one = SessionDescription.parse("v=0\r\no=x\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 9 8 96 101\r\n"
                + "a=rtpmap:96 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\nm=video 4002 RTP/AVP 97\r\n");
        var other = SessionDescription.parse("v=0\r\no=y\r\nc=IN IP4 192.0.2.2\r\nm=audio 5000 RTP/AVP 0 8 96\r\n"
                + "a=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15\r\na=ptime:20\r\n");
        var answer = one.answeredWith(other).orElseThrow();
        assertEquals(List.of("8"), answer.media().getFirst().formats());
        assertEquals(5000, answer.media().getFirst().port());
        assertEquals(List.of("a=ptime:20"), answer.media().getFirst().lines());
        assertTrue(answer.media().getLast().declined());
        assertEquals(1, other.answeredWith(one).orElseThrow().media().size());
        var events = SessionDescription.parse("v=0\r\no=z\r\nc=IN IP4 192.0.2.3\r\nm=audio 6000 RTP/AVP 18 101\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\n");
        assertTrue(one.answeredWith(events).isEmpty());
    }

    @Test
    void onlySomeCodecsAreLeftInTheOrderAskedFor() throws Exception {
        var sdp = SessionDescription.parse(BROWSER);
        assertEquals(List.of("0", "96", "101"), SessionDescription.parse(BROWSER.replace("a=rtpmap:96", "a=rtpmap:101 telephone-event/8000\na=rtpmap:96"))
                .only(List.of("PCMU", "opus")).media().getFirst().formats(), "keys stay");
        var one = sdp.only(List.of("PCMU"));
        assertEquals(List.of("0"), one.media().getFirst().formats());
        assertFalse(one.media().getFirst().lines().toString().contains("opus"));
        assertFalse(one.media().getFirst().lines().toString().contains("useinbandfec"));
        assertEquals(sdp.media().subList(1, 3), one.media().subList(1, 3));
        assertEquals(Optional.empty(), sdp.only(List.of("G722")).codec());
    }

    @Test
    void unheldSendsAndReceives() throws Exception {
        var held = SessionDescription.parse("v=0\r\no=x\r\nc=IN IP4 192.0.2.1\r\na=inactive\r\n"
                + "m=audio 4000 RTP/AVP 8\r\na=recvonly\r\na=ptime:20\r\n");
        assertTrue(held.holds());
        assertFalse(held.unheld().holds());
        assertEquals(List.of("a=ptime:20"), held.unheld().media().getFirst().lines());
    }
}
