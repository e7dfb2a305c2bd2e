package org.trunkline.engine.port.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.trunkline.engine.port.signaling.OutgoingRequest.OWN_HOST;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Transport;

class OutgoingRequestTest {
    private static final String LOCAL = "192.0.2.1:5060";
    private static final NameAddress BOB = new NameAddress("Bob", "sip:bob@192.0.2.20");

    private static OutgoingRequest request(String method, String uri, NameAddress from, List<Header> headers, String body) {
        return new OutgoingRequest(method, uri, "c1", 1, from, "t1", BOB, "", 70, List.of("<sip:proxy.example>"), Optional.of("alice"),
                new Hop(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060), Transport.UDP), headers,
                Optional.of(new Body("text/plain", body.getBytes(UTF_8))));
    }

    @Test
    void theNodeIsNamedByItsAddress() {
        var request = request("INVITE", "sip:bob@" + OWN_HOST, new NameAddress("Alice", "sip:alice@" + OWN_HOST),
                List.of(new Header("Diversion", "<sip:carol@" + OWN_HOST + ">;reason=unconditional"), new Header("Subject", "x")), "to " + OWN_HOST);
        var sent = request.sentFrom(LOCAL);
        assertEquals("sip:bob@" + LOCAL, sent.requestUri());
        assertEquals(new NameAddress("Alice", "sip:alice@" + LOCAL), sent.from());
        assertEquals(BOB, sent.to());
        assertEquals(List.of(new Header("Diversion", "<sip:carol@" + LOCAL + ">;reason=unconditional"), new Header("Subject", "x")), sent.headers());
        assertEquals("to " + OWN_HOST, sent.body().orElseThrow().text(), "what a peer says is passed on as it is");
        assertEquals(request.routes(), sent.routes());
        assertEquals(request.contactUser(), sent.contactUser());
        assertSame(sent, sent.sentFrom("198.51.100.1:5060"));
    }

    @Test
    void aNotifyTellsTheAddressToo() {
        var sent = request("NOTIFY", "sip:bob@192.0.2.20", BOB, List.of(), "<identity>sip:alice@" + OWN_HOST + "</identity>").sentFrom(LOCAL);
        assertEquals("<identity>sip:alice@" + LOCAL + "</identity>", sent.body().orElseThrow().text());
    }
}
