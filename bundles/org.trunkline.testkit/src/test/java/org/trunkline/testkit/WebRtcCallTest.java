package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.testkit.FakeSignaling.Received;

/** SDP of browsers (RFC 8839, 5763, 8842): each leg by itself. */
class WebRtcCallTest {
    private static final Fingerprint NODE = new Fingerprint("0A" + ":BC".repeat(31));
    private static final Fingerprint BROWSER = new Fingerprint("1D" + ":EF".repeat(31));
    private static final Pattern ICE = Pattern.compile("a=ice-ufrag:(\\S+)\r\na=ice-pwd:(\\S+)\r\n");

    private final EngineFixture f = new EngineFixture();

    @BeforeEach
    void browsersAreServed() {
        f.media.servesBrowsers(NODE);
    }

    /** As Chromium writes it, shortened. */
    private static String browser(String setup, String ufrag, String formats) {
        return "v=0\r\no=- 4 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE a\r\na=extmap-allow-mixed\r\n"
                + "a=msid-semantic: WMS x\r\nm=audio 9 UDP/TLS/RTP/SAVPF " + formats + "\r\nc=IN IP4 0.0.0.0\r\n"
                + "a=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2122260223 192.0.2.10 50000 typ host generation 0\r\n"
                + "a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:the/password/of/the/browser\r\na=ice-options:trickle\r\n"
                + "a=fingerprint:sha-256 " + BROWSER.sha256() + "\r\na=setup:" + setup + "\r\na=mid:a\r\n"
                + "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
                + "a=sendrecv\r\na=msid:x y\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:111 opus/48000/2\r\n"
                + "a=rtcp-fb:111 transport-cc\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                + "a=ssrc:7 cname:z\r\n";
    }

    private static String offer() {
        return browser("actpass", "brow", "111 8 101");
    }

    private Received dial(String sdp) {
        f.directory.register("bob", "192.0.2.20:5060");
        return f.sip.receive(FakeRequest.invite("bob").over(Transport.WS).sdp(sdp));
    }

    private DtlsSrtp security(LegSide side) {
        return (DtlsSrtp) f.media.sessions().getFirst().remote(0, side).security().orElseThrow();
    }

    private static void hasAll(String text, String... parts) {
        for (String part : parts)
            assertTrue(text.contains(part), part + " is missing: " + text);
    }

    private static void hasNone(String text, String... parts) {
        for (String part : parts)
            assertFalse(text.contains(part), part + " is there: " + text);
    }

    private void browserIsRegistered() {
        f.directory.registerAt("bob", "sip:bob@a.invalid;transport=ws", new InetSocketAddress(InetAddress.ofLiteral("192.0.2.20"), 40000), "ws");
    }

    @Test
    void aPhoneSeesNothingOfTheBrowser() {
        dial(offer());
        String told = f.callee().body();
        hasAll(told, " RTP/AVP 111 8 101\r\n", "a=rtpmap:111 opus/48000/2\r\n", "a=sendrecv");
        hasNone(told, "ice-", "candidate", "fingerprint", "setup", "mid", "BUNDLE", "rtcp", "ssrc", "msid", "extmap");
    }

    @Test
    void theBrowserIsAnsweredAsOne() {
        var invite = dial(offer());
        f.answer(f.callee());
        String told = invite.last().body().orElseThrow().text();
        hasAll(told, "a=ice-lite\r\n", " UDP/TLS/RTP/SAVPF 8 101\r\n", "a=mid:a\r\n", "a=rtcp-mux\r\n",
                "a=setup:passive\r\n", "a=fingerprint:sha-256 " + NODE.sha256() + "\r\n", "a=end-of-candidates\r\n",
                "a=candidate:1 1 udp 2130706431 " + FakeMedia.ADDRESS.getHostAddress() + ' '
                        + f.media.sessions().getFirst().port(0, LegSide.CALLER).rtp() + " typ host\r\n");
        hasAll(told, "a=group:BUNDLE a\r\n", "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n");
        var agreed = security(LegSide.CALLER);
        assertEquals("brow", agreed.remote().user());
        assertEquals(BROWSER, agreed.certificate());
        hasAll(told, "a=ice-ufrag:" + agreed.local().user() + "\r\na=ice-pwd:" + agreed.local().password() + "\r\n");
        assertTrue(f.media.sessions().getFirst().remote(0, LegSide.CALLEE).security().isEmpty());
        f.acknowledge(invite);
        assertEquals(CallState.ANSWERED, f.state(), "0.0.0.0 is no hold here");
    }

    /** RFC 8840 §4.3, §4.4: a browser may gather while it calls; the phone is told nothing of that. */
    @Test
    void candidatesThatComeLaterGoNoFurther() {
        var invite = dial(offer().replaceAll("a=candidate:.*\r\n", ""));
        f.answer(f.callee());
        f.acknowledge(invite);
        assertEquals(CallState.ANSWERED, f.state());
        var candidates = f.sip.receive(FakeRequest.within(invite, "INFO", 2).body("application/trickle-ice-sdpfrag",
                "a=ice-ufrag:brow\r\na=ice-pwd:the/password/of/the/browser\r\nm=audio 9 RTP/AVP 0\r\na=mid:a\r\n"
                        + "a=candidate:1 1 udp 2122260223 192.0.2.10 50000 typ host\r\na=end-of-candidates\r\n"));
        assertEquals(List.of(200), candidates.statuses());
        var key = f.sip.receive(FakeRequest.within(invite, "INFO", 3).body("application/dtmf", "1"));
        assertEquals("1", f.sip.last("INFO").body());
        assertEquals(List.of(), key.statuses());
        assertEquals(1, f.sip.requests("INFO").size());
    }

    /** Browsers in the same network and outside of it: both can check a candidate. */
    @Test
    void behindANatThereAreTwoCandidates() {
        f.media.behind(InetAddress.ofLiteral("203.0.113.7"));
        var invite = dial(offer());
        hasNone(f.callee().body(), "203.0.113.7");
        f.answer(f.callee());
        int port = f.media.sessions().getFirst().port(0, LegSide.CALLER).rtp();
        hasAll(invite.last().body().orElseThrow().text(), "a=candidate:1 1 udp 2130706431 198.51.100.1 " + port + " typ host\r\n"
                + "a=candidate:2 1 udp 2130706175 203.0.113.7 " + port + " typ host\r\na=end-of-candidates\r\n");
    }

    /** RFC 6544 §4.2: a way over UDP is better, so the priority is below. */
    @Test
    void aPortForTcpIsOneMoreCandidateOfEachAddress() {
        f.media.behind(InetAddress.ofLiteral("203.0.113.7"));
        f.media.listensAt(3478);
        var invite = dial(offer());
        hasNone(f.callee().body(), "tcptype");
        f.answer(f.callee());
        hasAll(invite.last().body().orElseThrow().text(), " typ host\r\na=candidate:3 1 tcp 1520435199 198.51.100.1 3478 typ host tcptype passive\r\n"
                + "a=candidate:4 1 tcp 1520434943 203.0.113.7 3478 typ host tcptype passive\r\na=end-of-candidates\r\n");
    }

    @Test
    void aPhoneOverWebSocketIsOfferedWhatBrowsersHave() {
        browserIsRegistered();
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        String told = f.callee().body();
        hasAll(told, "a=ice-lite\r\n", " UDP/TLS/RTP/SAVPF 0 8 101\r\n", "a=setup:actpass\r\n", "a=mid:0\r\n", "a=candidate:1 ");
        f.sip.respond(f.callee(), 200, browser("active", "brow", "8 101"));
        f.acknowledge(invite);
        String answer = invite.last().body().orElseThrow().text();
        hasAll(answer, " RTP/AVP 8 101\r\n");
        hasNone(answer, "ice-", "fingerprint", "mid");
        assertEquals("brow", security(LegSide.CALLEE).remote().user());
        var ours = ICE.matcher(told);
        assertTrue(ours.find());
        assertEquals(security(LegSide.CALLEE).local(), new DtlsSrtp.Ice(ours.group(1), ours.group(2)));
    }

    /** One that is a phone after all: RFC 8643's like, the answer decides. */
    @Test
    void aPhoneOverWebSocketMayCallWithoutWebRtc() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").over(Transport.WS));
        f.answer(f.callee());
        hasAll(invite.last().body().orElseThrow().text(), " RTP/AVP 8 101");
    }

    @Test
    void betweenBrowsersWhatTheyAloneUnderstandGoesThrough() {
        browserIsRegistered();
        var invite = f.sip.receive(FakeRequest.invite("bob").over(Transport.WS).sdp(offer()));
        String told = f.callee().body();
        hasAll(told, "a=rtcp-fb:111 transport-cc", "a=ssrc:7 cname:z", "a=msid:x y", "ssrc-audio-level", "a=mid:0\r\n");
        hasAll(told, "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:mid"); // the node's own number
        hasNone(told, BROWSER.sha256(), "brow", "extmap:4", "rtcp-rsize", "50000");
        f.sip.respond(f.callee(), 200, browser("active", "othr", "111"));
        hasAll(invite.last().body().orElseThrow().text(), " UDP/TLS/RTP/SAVPF 111\r\n", "a=mid:a\r\n", "a=setup:passive");
    }

    /** Its WebSocket broke and it registered over another: the call is not lost. */
    @Test
    void aPhoneIsFollowedToItsNewConnection() {
        browserIsRegistered();
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).contact("sip:bob@a.invalid;transport=ws;ob")
                .sdp(browser("active", "brow", "8 101")));
        f.acknowledge(invite);
        assertEquals(40000, f.sip.acks().getLast().request.hop().address().getPort());
        f.directory.registerAt("bob", "sip:bob@a.invalid;transport=ws", new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), 40001), "ws");
        f.hangUp(invite);
        assertEquals(new Hop(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), 40001), Transport.WS), f.sip.last("BYE").request.hop());
    }

    /** Another page of the same subscriber is another phone. */
    @Test
    void aPhoneIsNotFollowedToTheConnectionOfAnother() {
        browserIsRegistered();
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).contact("sip:bob@a.invalid;transport=ws")
                .sdp(browser("active", "brow", "8 101")));
        f.acknowledge(invite);
        f.directory.registerAt("bob", "sip:bob@b.invalid;transport=ws", new InetSocketAddress(InetAddress.ofLiteral("192.0.2.99"), 40001), "ws");
        f.hangUp(invite);
        assertEquals(40000, f.sip.last("BYE").request.hop().address().getPort());
    }

    /** RFC 8839 §4.4.1.1. */
    @Test
    void otherCredentialsOfTheBrowserGetOtherOnesOfTheNode() {
        var invite = dial(offer());
        f.answer(f.callee());
        f.acknowledge(invite);
        var before = security(LegSide.CALLER).local();
        var again = f.sip.receive(FakeRequest.within(invite, "INVITE", 7).sdp(browser("actpass", "rest", "111 8 101")));
        f.answer(f.callee());
        assertNotEquals(before, security(LegSide.CALLER).local());
        hasAll(again.last().body().orElseThrow().text(), "a=ice-ufrag:" + security(LegSide.CALLER).local().user() + "\r\n",
                "a=setup:passive\r\n", "a=mid:a\r\n");
    }

    @Test
    void theSameCredentialsKeepThoseOfTheNode() {
        var invite = dial(offer());
        f.answer(f.callee());
        f.acknowledge(invite);
        var before = security(LegSide.CALLER);
        f.sip.receive(FakeRequest.within(invite, "INVITE", 7).sdp(offer().replace("a=sendrecv", "a=sendonly")));
        hasAll(f.callee().body(), "a=sendonly", " RTP/AVP ");
        f.answer(f.callee());
        assertEquals(before, security(LegSide.CALLER));
    }

    /** Session attributes hold for lines without their own (RFC 8839 §5.4, RFC 8122 §5), as Firefox writes them. */
    @Test
    void aFingerprintOfTheSessionCounts() {
        String line = "a=fingerprint:sha-256 " + BROWSER.sha256() + "\r\n";
        var invite = dial(offer().replace(line, "").replace("a=extmap-allow-mixed\r\n", line));
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
        hasNone(f.callee().body(), "fingerprint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=ice-ufrag:brow\r\n", "a=ice-pwd:the/password/of/the/browser\r\n", "a=fingerprint:sha-256 ", "a=setup:actpass\r\n"})
    void withoutWhatTheNodeNeedsTheCallIsRefused(String missing) {
        assertEquals(488, dial(offer().replace(missing, "a=x:")).last().status());
    }

    /** RFC 8842 §5.2, §5.3: the answer to a passive side says active, and the roles stay when that side offers actpass later. */
    @Test
    void theNodeBeginsTheHandshakeWithAServer() {
        var invite = dial(browser("passive", "brow", "8"));
        f.answer(f.callee());
        hasAll(invite.last().body().orElseThrow().text(), "a=setup:active\r\n");
        assertTrue(security(LegSide.CALLER).begins());
        f.acknowledge(invite);
        var again = f.sip.receive(FakeRequest.within(invite, "INVITE", 7).sdp(browser("actpass", "rest", "8")));
        f.answer(f.callee());
        hasAll(again.last().body().orElseThrow().text(), "a=setup:active\r\n");
        assertTrue(security(LegSide.CALLER).begins());
    }

    @Test
    void aPhoneThatAnswersAsAServerIsOne() {
        browserIsRegistered();
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), 200, browser("passive", "brow", "8 101"));
        f.acknowledge(invite);
        assertTrue(security(LegSide.CALLEE).begins());
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void whereBrowsersAreNotServedTheCallIsRefused() {
        var without = new EngineFixture();
        without.directory.register("bob", "192.0.2.20:5060");
        assertEquals(488, without.sip.receive(FakeRequest.invite("bob").over(Transport.WS).sdp(offer())).last().status());
    }

    @Test
    void aSubscriberWhoMustNotEncryptIsRefused() {
        f.directory.encrypt("alice", Srtp.NEVER);
        assertEquals(488, dial(offer()).last().status());
    }

    /** Its certificate would be in a message that anybody on the way may change. */
    @Test
    void aSubscriberWhoMustEncryptNeedsASecureWebSocket() {
        f.directory.encrypt("alice", Srtp.REQUIRE).register("bob", "192.0.2.20:5060");
        assertEquals(488, dial(offer()).last().status());
        var secure = f.sip.receive(FakeRequest.invite("bob").over(Transport.WSS).callId("secure").sdp(offer()));
        f.answer(f.callee());
        assertEquals(200, secure.last().status());
    }

    /** RFC 9143 §7.1.2: as with the policy max-bundle, where the second line is only in the bundle. */
    private static String bundleOffer() {
        String offer = offer().replace("a=group:BUNDLE a\r\n", "a=group:BUNDLE a v\r\n");
        return offer + offer.substring(offer.indexOf("m=audio")).replace("m=audio 9", "m=video 0").replace("a=mid:a\r\n", "a=mid:v\r\na=bundle-only\r\n")
                .replace("SAVPF 111 8 101", "SAVPF 96").replace("a=rtpmap:111 opus/48000/2\r\n", "a=rtpmap:96 VP8/90000\r\n")
                .replace("a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n", "");
    }

    private static String phone(String video) {
        return Sdps.answer("192.0.2.20", 5000) + "m=video " + video + " RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
    }

    private DtlsSrtp security(int line, LegSide side) {
        return (DtlsSrtp) f.media.sessions().getFirst().remote(line, side).security().orElseThrow();
    }

    private static String portOf(String media, String sdp) {
        return sdp.substring(sdp.indexOf("m=" + media + ' ')).split(" ")[1];
    }

    @Test
    void aBundleHasOnePortAndThePhoneTwo() {
        var invite = dial(bundleOffer());
        String told = f.callee().body();
        hasNone(told, "BUNDLE", "bundle-only", "m=video 0", "mid");
        assertNotEquals(portOf("audio", told), portOf("video", told));
        f.sip.respond(f.callee(), 200, phone("6000"));
        String answer = invite.last().body().orElseThrow().text();
        hasAll(answer, "a=group:BUNDLE a v\r\n", "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n");
        assertEquals(portOf("audio", answer), portOf("video", answer));
        assertEquals(1, answer.split("a=candidate:", -1).length - 1, answer);
        assertEquals(new DtlsSrtp.Bundle(0, "a", 4), security(0, LegSide.CALLER).bundle().orElseThrow());
        assertEquals(new DtlsSrtp.Bundle(0, "v", 4), security(1, LegSide.CALLER).bundle().orElseThrow());
        assertEquals(security(0, LegSide.CALLER).local(), security(1, LegSide.CALLER).local());
    }

    /** RFC 9143 §7.3.3. */
    @Test
    void aLineThatThePhoneDeclinesLeavesTheBundle() {
        var invite = dial(bundleOffer());
        f.sip.respond(f.callee(), 200, phone("0"));
        String answer = invite.last().body().orElseThrow().text();
        hasAll(answer, "a=group:BUNDLE a\r\n", "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=mid:v\r\n");
        assertEquals(0, security(0, LegSide.CALLER).bundle().orElseThrow().line());
    }

    @Test
    void theFirstLineMayBeDeclined() {
        var invite = dial(bundleOffer());
        f.sip.respond(f.callee(), 200, phone("6000").replace("m=audio 5000", "m=audio 0"));
        String answer = invite.last().body().orElseThrow().text();
        hasAll(answer, "a=group:BUNDLE v\r\n", "a=setup:passive");
        assertEquals(f.media.sessions().getFirst().port(1, LegSide.CALLER).rtp() + "", portOf("video", answer));
        var agreed = security(1, LegSide.CALLER);
        assertEquals(1, agreed.bundle().orElseThrow().line());
        hasAll(answer, "a=ice-ufrag:" + agreed.local().user() + "\r\n");
    }

    /** RFC 9143 §7.1.3: credentials may be those of the first line only. */
    @Test
    void theFirstLineSpeaksForTheOthers() {
        String offer = bundleOffer();
        int video = offer.indexOf("m=video");
        var invite = dial(offer.substring(0, video) + offer.substring(video).replaceAll("a=(ice-.*|fingerprint.*|setup.*)\r\n", ""));
        f.sip.respond(f.callee(), 200, phone("6000"));
        assertEquals(200, invite.last().status());
        assertEquals("brow", security(1, LegSide.CALLER).remote().user());
    }

    @Test
    void aBundleOnlyLineWithoutABundleIsDeclined() {
        var invite = dial(bundleOffer().replace("a=group:BUNDLE a v\r\n", ""));
        hasAll(f.callee().body(), "m=video 0 ");
        f.sip.respond(f.callee(), 200, phone("0"));
        hasNone(invite.last().body().orElseThrow().text(), "BUNDLE");
    }

    private static String withVideo(String sdp) {
        return sdp + "m=video 7000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
    }

    /** Until the answer says that the browser bundles, each line has a port of its own (RFC 9143 §7.2). */
    @Test
    void aPageIsOfferedABundle() {
        browserIsRegistered();
        f.sip.receive(FakeRequest.invite("bob").sdp(withVideo(Sdps.offer("192.0.2.10", 4000))));
        String told = f.callee().body();
        hasAll(told, "a=group:BUNDLE 0 1\r\n", "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n");
        assertNotEquals(portOf("audio", told), portOf("video", told));
        assertEquals(2, told.split("a=candidate:", -1).length - 1, told);
        f.sip.respond(f.callee(), 200, bundleOffer().replace("a=mid:a", "a=mid:0").replace("a=mid:v", "a=mid:1").replace("BUNDLE a v", "BUNDLE 0 1")
                .replace("actpass", "active").replace("SAVPF 111 8 101", "SAVPF 8 101").replace("m=video 0", "m=video 9"));
        assertEquals(0, security(1, LegSide.CALLEE).bundle().orElseThrow().line());
        assertEquals(security(0, LegSide.CALLEE).local(), security(1, LegSide.CALLEE).local());
    }

    @Test
    void aPageMayAnswerWithoutABundle() {
        browserIsRegistered();
        f.sip.receive(FakeRequest.invite("bob").sdp(withVideo(Sdps.offer("192.0.2.10", 4000))));
        f.sip.respond(f.callee(), 200, bundleOffer().replace("a=group:BUNDLE a v\r\n", "").replace("a=mid:a", "a=mid:0").replace("a=mid:v", "a=mid:1")
                .replace("actpass", "active").replace("SAVPF 111 8 101", "SAVPF 8 101").replace("m=video 0", "m=video 9"));
        assertTrue(security(1, LegSide.CALLEE).bundle().isEmpty());
        assertNotEquals(security(0, LegSide.CALLEE).local(), security(1, LegSide.CALLEE).local());
    }

    /** RFC 9143 §9.1: one number would mean two codecs. */
    @Test
    void linesThatCannotBeToldApartAreOfferedNoBundle() {
        browserIsRegistered();
        f.sip.receive(FakeRequest.invite("bob").sdp(withVideo(Sdps.offer("192.0.2.10", 4000)).replace("RTP/AVP 96", "RTP/AVP 101")
                .replace("a=rtpmap:96", "a=rtpmap:101")));
        hasNone(f.callee().body(), "BUNDLE", "sdes:mid");
    }

    /** A line that the phone declines keeps its name and place. */
    @Test
    void aDeclinedLineIsDeclinedAsTheBrowserOfferedIt() {
        String video = offer().substring(offer().indexOf("m=audio")).replace("m=audio", "m=video").replace("a=mid:a", "a=mid:v")
                .replace("SAVPF 111 8 101", "SAVPF 96").replace("a=rtpmap:111 opus/48000/2", "a=rtpmap:96 VP8/90000");
        var invite = dial(offer() + video);
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000) + "m=video 0 RTP/AVP 96\r\n");
        String told = invite.last().body().orElseThrow().text();
        hasAll(told, "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\n");
        f.acknowledge(invite);
        assertEquals(200, invite.last().status());
    }
}
