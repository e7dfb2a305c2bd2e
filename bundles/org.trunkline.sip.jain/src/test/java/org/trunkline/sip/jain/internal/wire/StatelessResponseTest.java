package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

/** Answers to requests that no parser has read. */
class StatelessResponseTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 5080);

    private static byte[] answer(String host) {
        byte[] request = ("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP " + host + ";branch=z9hG4bKa;rport\r\nFrom: <sip:c@d>;tag=1\r\n"
                + "To: <sip:a@b>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n\r\n").getBytes(ISO_8859_1);
        byte[] answer = new StatelessResponse(request, request.length, SOURCE).bytes(400, "Bad Request");
        assertTrue(answer.length <= request.length + StatelessResponse.MOST_ADDED, answer.length + " bytes for " + request.length);
        return answer;
    }

    @Test
    void itHasWhatTheRequestMustFindItsWayBackBy() {
        String text = new String(answer("192.0.2.1"), UTF_8);
        assertTrue(text.startsWith("SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa;rport=5080;received=192.0.2.7\r\n"), text);
        assertTrue(text.contains("\r\nCSeq: 1 OPTIONS\r\n"), text);
    }

    @Test
    void aForgedSourceGetsNoMoreThanWasSent() { // an octet that is not UTF-8 would become three
        assertEquals(0, answer("\u00ff".repeat(1000)).length);
        assertTrue(answer("a".repeat(1000)).length > 1000);
    }
}
