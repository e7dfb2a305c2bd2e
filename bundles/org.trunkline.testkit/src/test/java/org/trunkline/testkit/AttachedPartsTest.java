package org.trunkline.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** What an INVITE carries beside its offer (RFC 5621), above all where the caller is (RFC 6442). */
class AttachedPartsTest {
    private static final String LOCATION = """
            Content-Type: application/pidf+xml\r
            Content-ID: <here@example.com>\r
            \r
            <presence><gp:usage-rules><gbp:retransmission-allowed>%s</gbp:retransmission-allowed></gp:usage-rules></presence>""";
    private static final String DEVICE = "Content-Type: application/EmergencyCallData.DeviceInfo+xml\r\n"
            + "Content-Disposition: by-reference;handling=optional\r\n\r\n<device/>";
    private static final String ISUP = "Content-Type: application/isup;version=itu-t92+\r\n"
            + "Content-Disposition: signal;handling=optional\r\n\r\n\1\2\u00ff";

    private final EngineFixture f = new EngineFixture();

    @BeforeEach
    void aCarrier() {
        f.directory.emergencyNumber("112").route("112", FakeDirectory.trunk("Carrier", "198.51.100.9"))
                .route("4690", FakeDirectory.trunk("Carrier", "198.51.100.9")).register("bob", "192.0.2.20:5060")
                .trustAt("203.0.113.5", FakeDirectory.trunk("In", "203.0.113.5"));
    }

    private static FakeRequest with(FakeRequest invite, String... parts) {
        var text = new StringBuilder("--b1\r\nContent-Type: application/sdp\r\n\r\n" + Sdps.offer("192.0.2.10", 4000) + "\r\n");
        for (String part : parts)
            text.append("--b1\r\n").append(part).append("\r\n");
        return invite.header("Geolocation", "<cid:here@example.com>").header("Geolocation-Routing", "yes")
                .body("multipart/mixed;boundary=b1", text.append("--b1--\r\n").toString());
    }

    private static FakeRequest located(String called, String retransmission) {
        return with(FakeRequest.invite(called), LOCATION.formatted(retransmission), DEVICE);
    }

    private String sent() {
        return f.callee().request.body().orElseThrow().text();
    }

    private static List<String> locations(SentRequest invite) {
        return invite.request.headers().stream().filter(h -> h.name().startsWith("Geolocation")).map(h -> h.name() + ": " + h.value())
                .toList();
    }

    @Test
    void anEmergencyCallCarriesItsLocation() {
        f.sip.receive(located("112", "no"));
        var invite = f.callee().request;
        String type = invite.body().orElseThrow().contentType();
        assertTrue(type.startsWith("multipart/mixed;boundary="), type);
        String boundary = "--" + type.substring(type.indexOf('=') + 1);
        var parts = List.of(sent().split(boundary));
        assertEquals(5, parts.size(), sent());
        assertTrue(parts.get(1).startsWith("\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"), sent());
        assertFalse(parts.get(1).contains("192.0.2.10"), "the relay's address, not the caller's");
        assertEquals("\r\n" + LOCATION.formatted("no") + "\r\n", parts.get(2));
        assertEquals("\r\n" + DEVICE + "\r\n", parts.get(3));
        assertEquals("--\r\n", parts.get(4));
        assertEquals(List.of("Geolocation: <cid:here@example.com>", "Geolocation-Routing: yes"), locations(f.callee()));
    }

    @Test
    void aLocationElsewhereGoesWithAnEmergencyCall() {
        f.sip.receive(FakeRequest.invite("112").header("Geolocation", "<https://lis.example.com/42>"));
        assertEquals(List.of("Geolocation: <https://lis.example.com/42>"), locations(f.callee()));
        assertTrue(f.callee().request.body().orElseThrow().isSdp());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 415, 424, 488})
    void whoeverDoesNotTakeItIsCalledWithout(int refusal) {
        var invite = f.sip.receive(located("112", "no"));
        f.sip.respond(f.callee(), refusal);
        assertEquals(2, f.sip.requests("INVITE").size());
        assertTrue(f.callee().request.body().orElseThrow().isSdp());
        assertEquals(List.of(), locations(f.callee()));
        f.sip.respond(f.callee(), refusal);
        assertEquals(2, f.sip.requests("INVITE").size(), "once");
        assertEquals(refusal, invite.last().status());
    }

    @Test
    void anAnswerToItIsAnAnswer() {
        var invite = f.sip.receive(located("112", "no"));
        f.sip.respond(f.callee(), 200, Sdps.answer("198.51.100.9", 5000));
        assertEquals(200, invite.last().status());
        assertTrue(invite.body().startsWith("v=0"), invite.body());
    }

    @Test
    void otherwiseALocationEndsHereUnlessItPermitsMore() {
        f.sip.receive(located("bob", "no"));
        assertTrue(f.callee().request.body().orElseThrow().isSdp());
        assertEquals(List.of(), locations(f.callee()));
        f.sip.receive(located("bob", "yes").callId("2"));
        assertTrue(sent().contains("<presence>"), sent());
        assertFalse(sent().contains("<device/>"), "of emergency calls only");
        assertEquals(2, locations(f.callee()).size());
    }

    @Test
    void isupGoesFromTrunkToTrunkAlone() {
        f.sip.receive(with(FakeRequest.anonymousInvite("4690").source("203.0.113.5"), ISUP));
        assertTrue(sent().contains("version=itu-t92+"), sent());
        assertTrue(new String(f.callee().request.body().orElseThrow().bytes(), ISO_8859_1)
                .contains("\1\2\u00c3\u00bf"), "byte for byte");
        f.sip.receive(with(FakeRequest.anonymousInvite("bob").source("203.0.113.5").callId("2"), ISUP));
        assertTrue(f.callee().request.body().orElseThrow().isSdp());
        f.sip.receive(with(FakeRequest.invite("4690").callId("3"), ISUP));
        assertTrue(f.callee().request.body().orElseThrow().isSdp());
    }
}
