package org.trunkline.ui.phone.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class NodeSocketTest {
    private static Optional<URI> server(List<String> listeners, String remote) {
        return NodeSocket.of(listeners, Optional.of(remote).filter(host -> !host.isEmpty())).map(NodeSocket::server);
    }

    @Test
    void theNodeInsideIsReachedOnThisComputer() {
        assertEquals(Optional.of(URI.create("ws://127.0.0.1:5066")),
                server(List.of("udp 192.0.2.10:5060", "wss 192.0.2.10:443", "ws 192.0.2.10:5066", "ws 127.0.0.1:5066"), ""));
        assertEquals(Optional.of(URI.create("ws://127.0.0.1:5066")), server(List.of("ws 0.0.0.0:5066"), ""));
        assertEquals(Optional.of(URI.create("ws://192.0.2.10:5066")), server(List.of("ws 192.0.2.10:5066"), ""));
        assertEquals(Optional.of("127.0.0.1"), NodeSocket.of(List.of("ws 0.0.0.0:5066"), Optional.empty()).map(NodeSocket::domain));
    }

    @Test
    void aRemoteNodeIsReachedAtItsOwnNameAndEncryptedWherePossible() {
        assertEquals(Optional.of(URI.create("wss://node.example.com:443")),
                server(List.of("ws 10.0.0.1:80", "wss 10.0.0.1:443"), "node.example.com"));
        assertEquals(Optional.of(URI.create("wss://[2001:db8::1]:443")), server(List.of("wss [::]:443"), "[2001:db8::1]"));
        assertEquals(Optional.of(URI.create("ws://node.example.com:80")), server(List.of("ws 10.0.0.1:80"), "node.example.com"));
    }

    @Test
    void aNodeWithoutWebSocketsIsNotReached() {
        assertEquals(Optional.empty(), server(List.of("udp 127.0.0.1:5060", "tls 127.0.0.1:5061"), ""));
        assertEquals(Optional.empty(), server(List.of(), "node.example.com"));
    }
}
