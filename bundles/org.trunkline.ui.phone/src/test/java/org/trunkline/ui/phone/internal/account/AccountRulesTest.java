package org.trunkline.ui.phone.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class AccountRulesTest {
    private static Optional<String> server(Connection connection, String text) {
        return AccountRules.server(connection, text);
    }

    @Test
    void aServerOfAWebSocketIsItsAddress() {
        for (String good : List.of("ws://127.0.0.1:5066", "wss://sip.example.com/ws", " wss://[2001:db8::1]:443/a "))
            assertEquals(Optional.empty(), server(Connection.WEB_SOCKET, good), good);
        for (String bad : List.of("", "sip.example.com", "https://sip.example.com", "wss:///ws", "ws://a:99999", "wss://u:p@host", "ws://a b", "udp://a"))
            assertEquals(Optional.of("account.bad-server.ws"), server(Connection.WEB_SOCKET, bad), bad);
    }

    @Test
    void anotherServerIsAHost() {
        for (String good : List.of("sip.example.com", " 192.0.2.10:5070 ", "[2001:db8::1]:5060"))
            for (var each : List.of(Connection.UDP, Connection.TCP, Connection.TLS))
                assertEquals(Optional.empty(), server(each, good), good);
        for (String bad : List.of("", "sip example", "a:99999", "a:0", "u:p@host", "host/path", "host?x", "sip:host", "udp://host", "host#sha256=" + "AB".repeat(32)))
            assertEquals(Optional.of("account.bad-server.udp"), server(Connection.UDP, bad), bad);
    }

    @Test
    void aCertificateCanBePinned() {
        assertEquals(Optional.empty(), server(Connection.TLS, "host:5061#sha256=" + "AB".repeat(32)));
        assertEquals(Optional.of("account.bad-pin"), server(Connection.TLS, "host#sha256=AB"));
        assertEquals(Optional.of("account.bad-pin"), server(Connection.WEB_SOCKET, "wss://host#nothing"));
    }

    @Test
    void whatWasTypedIsShownAgain() {
        for (var each : List.of(Connection.UDP, Connection.TCP, Connection.TLS)) {
            var uri = each.uri(" sip.example.com:5070 ");
            assertEquals(each, Connection.of(uri));
            assertEquals("sip.example.com:5070", each.text(uri));
        }
        var socket = Connection.WEB_SOCKET.uri("wss://sip.example.com/ws");
        assertEquals("wss://sip.example.com/ws", Connection.of(socket).text(socket));
        assertEquals("udp://sip.example.com:5070", Connection.UDP.uri("sip.example.com:5070").toString());
    }

    @Test
    void userDomainAndPasswordAreNeeded() {
        assertEquals(Optional.empty(), AccountRules.user("anna"));
        assertTrue(AccountRules.user("anna å").isPresent());
        assertTrue(AccountRules.domain("").isPresent());
        assertEquals(Optional.empty(), AccountRules.domain("192.0.2.10"));
        assertTrue(AccountRules.password("").isPresent());
    }
}
