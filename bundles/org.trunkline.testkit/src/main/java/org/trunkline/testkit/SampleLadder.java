package org.trunkline.testkit;

import java.time.Instant;
import java.util.List;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/** A call from Alice over a carrier that is busy, then over one that answers. */
public final class SampleLadder {
    public static final CallId CALL = new CallId("00000000000000000001");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.000Z");
    private static final String ALICE = "10.0.0.5:5060";
    private static final String CARRIER_A = "198.51.100.7:5060";
    private static final String CARRIER_B = "198.51.100.8:5080";

    private SampleLadder() {}

    public static Ladder answered() {
        return new Ladder(CALL, List.of(
                entry(0, 0, false, ALICE, "INVITE", 1, request("INVITE", ALICE, sdp("10.0.0.5", 4000))),
                entry(4, 0, true, ALICE, "100 Trying", 0, response("100 Trying", "")),
                entry(12, 1, true, CARRIER_A, "INVITE", 0, request("INVITE", "192.0.2.10:5060",
                        sdp("192.0.2.10", 20_000))),
                entry(40, 1, false, CARRIER_A, "503 Service Unavailable", 0, response("503 Service Unavailable", "")),
                entry(41, 1, true, CARRIER_A, "ACK", 0, request("ACK", "192.0.2.10:5060", "")),
                entry(44, 2, true, CARRIER_B, "INVITE", 3, request("INVITE", "192.0.2.10:5060",
                        sdp("192.0.2.10", 20_002))),
                entry(300, 2, false, CARRIER_B, "180 Ringing", 0, response("180 Ringing", "")),
                entry(302, 0, true, ALICE, "180 Ringing", 0, response("180 Ringing", "")),
                entry(6_200, 2, false, CARRIER_B, "200 OK", 0, response("200 OK", sdp("198.51.100.8", 30_000))),
                entry(6_204, 0, true, ALICE, "200 OK", 0, response("200 OK", sdp("192.0.2.10", 20_004))),
                entry(6_260, 0, false, ALICE, "ACK", 0, request("ACK", ALICE, "")),
                entry(6_263, 2, true, CARRIER_B, "ACK", 0, request("ACK", "192.0.2.10:5060", "")),
                entry(75_000, 0, false, ALICE, "BYE", 0, request("BYE", ALICE, "")),
                entry(75_003, 0, true, ALICE, "200 OK", 0, response("200 OK", "")),
                entry(75_005, 2, true, CARRIER_B, "BYE", 0, request("BYE", "192.0.2.10:5060", "")),
                entry(75_060, 2, false, CARRIER_B, "200 OK", 0, response("200 OK", ""))));
    }

    public static LadderEntry entry(long ms, int leg, boolean sent, String remote, String label, int again,
            String message) {
        return new LadderEntry(START.plusMillis(ms), leg, sent, remote, "udp", label, again, message);
    }

    public static String request(String method, String via, String body) {
        return method + " sip:+46704567890@198.51.100.7 SIP/2.0\r\nVia: SIP/2.0/UDP " + via
                + ";branch=z9hG4bK776asdhds\r\nMax-Forwards: 70\r\nFrom: \"Alice\" <sip:alice@example.org>;tag=19\r\n"
                + "To: <sip:+46704567890@example.org>\r\nCall-ID: a84b4c76e66710@" + via + "\r\nCSeq: 1 " + method
                + "\r\nContact: <sip:alice@" + via + ">\r\n" + body(body);
    }

    public static String response(String status, String body) {
        return "SIP/2.0 " + status + "\r\nVia: SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bK776asdhds\r\n"
                + "From: \"Alice\" <sip:alice@example.org>;tag=19\r\nTo: <sip:+46704567890@example.org>;tag=88\r\n"
                + "Call-ID: a84b4c76e66710@10.0.0.5\r\nCSeq: 1 INVITE\r\n"
                + "Contact: <sip:+46704567890@192.0.2.10:5060>\r\n" + body(body);
    }

    private static String body(String body) {
        return (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    public static String sdp(String host, int port) {
        return "v=0\r\no=- 1 1 IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host + "\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n";
    }
}
