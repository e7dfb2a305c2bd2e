package org.trunkline.ui.phone.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class AccountRulesTest {
    @Test
    void aServerIsAWebSocketAddress() {
        for (String good : List.of("ws://127.0.0.1:5066", "wss://sip.example.com/ws", " wss://[2001:db8::1]:443/a "))
            assertEquals(Optional.empty(), AccountRules.server(good), good);
        for (String bad : List.of("", "sip.example.com", "https://sip.example.com", "wss:///ws", "ws://a:99999", "wss://u:p@host", "ws://a b"))
            assertTrue(AccountRules.server(bad).isPresent(), bad);
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
