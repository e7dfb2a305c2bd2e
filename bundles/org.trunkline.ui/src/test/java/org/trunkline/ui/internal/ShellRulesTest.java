package org.trunkline.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.internal.node.NodeAddress;

class ShellRulesTest {
    @Test
    void anAddressMayLackWhatGoesWithoutSaying() {
        assertEquals(Optional.of(URI.create("https://192.0.2.10:8060")), NodeAddress.parse(" 192.0.2.10 "));
        assertEquals(Optional.of(URI.create("https://node:9000")), NodeAddress.parse("node:9000"));
        assertEquals(Optional.of(URI.create("https://node.example")), NodeAddress.parse("https://node.example/api/v1"));
        assertEquals(Optional.of(URI.create("https://[2001:db8::1]:8060")), NodeAddress.parse("[2001:db8::1]"));
        assertEquals(Optional.of(URI.create("http://127.0.0.1:8060")), NodeAddress.parse("127.0.0.1"));
        assertEquals(Optional.of(URI.create("https://node:9000#sha256=AB")), NodeAddress.parse("https://node:9000#sha256=AB"));
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String typed : new String[] {"", "ftp://node", "http://user:secret@node", "http://node/?q", "no de"})
            assertEquals(Optional.empty(), NodeAddress.parse(typed), typed);
    }
}
