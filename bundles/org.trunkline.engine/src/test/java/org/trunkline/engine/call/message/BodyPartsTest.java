package org.trunkline.engine.call.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.engine.port.signaling.Body;

class BodyPartsTest {
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n";

    private static Body multipart(String kind, String... parts) {
        var text = new StringBuilder("a preamble\r\n");
        for (String part : parts)
            text.append("--b1\r\n").append(part).append("\r\n");
        return new Body("multipart/" + kind + ";boundary=b1", text.append("--b1--\r\n").toString().getBytes(UTF_8));
    }

    private static String part(String type, String disposition, String content) {
        return "Content-Type: " + type + "\r\n" + disposition + "\r\n" + content;
    }

    private static Optional<String> sdp(Body body) {
        return BodyParts.sdp(body).map(Body::text);
    }

    @Test
    void aPlainDescriptionIsItself() {
        assertEquals(Optional.of(SDP), sdp(Body.sdp(SDP)));
        assertEquals(Optional.of(SDP), sdp(new Body("", SDP.getBytes(UTF_8))), "without a type, by its first line");
        assertEquals(Optional.empty(), sdp(new Body("", "hello".getBytes(UTF_8))));
        assertFalse(BodyParts.understood(new Body("text/plain", "hello".getBytes(UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/isup", "application/x-unknown"})
    void anOptionalPartIsIgnored(String type) {
        var body = multipart("mixed", part("application/sdp", "", SDP),
                part(type, "Content-Disposition: signal;handling=optional\r\n", "\1\2\3"));
        assertEquals(Optional.of(SDP), sdp(body));
        assertTrue(BodyParts.understood(body));
    }

    @Test
    void aRequiredUnknownPartIsNotUnderstood() {
        var unknown = part("application/x-unknown", "Content-Disposition: signal;handling=required\r\n", "x");
        assertFalse(BodyParts.understood(multipart("mixed", part("application/sdp", "", SDP), unknown)));
        assertFalse(BodyParts.understood(multipart("mixed", part("application/sdp", "", SDP),
                part("application/x-unknown", "", "x"))), "required unless it says otherwise");
        assertTrue(BodyParts.understood(multipart("alternative", unknown, part("application/sdp", "", SDP))));
    }

    /** RFC 6442: what an emergency call carries, with the location first. */
    @Test
    void aLocationIsUnderstood() {
        var body = multipart("mixed", part("application/pidf+xml", "Content-ID: <loc@example.com>\r\n", "<presence/>"),
                part("application/sdp", "", SDP));
        assertTrue(BodyParts.understood(body));
        assertEquals(Optional.of(SDP), sdp(body));
    }

    @Test
    void brokenOnesHaveNoParts() {
        for (var body : new Body[] {new Body("multipart/mixed", SDP.getBytes(UTF_8)),
                new Body("multipart/mixed;boundary=b1", "--b1".getBytes(UTF_8)),
                new Body("multipart/mixed;boundary=b1", ("--b1\r\n\r\n" + SDP).getBytes(UTF_8)),
                new Body("multipart/mixed;boundary=b1", "--b1\n--b1--".getBytes(UTF_8)),
                new Body("multipart/mixed;boundary=b1", new byte[0])}) {
            assertEquals(Optional.empty(), sdp(body));
            assertFalse(BodyParts.understood(body));
        }
    }
}
