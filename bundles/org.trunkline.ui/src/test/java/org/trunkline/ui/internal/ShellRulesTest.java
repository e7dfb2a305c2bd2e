package org.trunkline.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.internal.node.NodeAddress;
import org.trunkline.ui.internal.preference.PreferenceRules;

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

    @Test
    void preferencesSayWhyNot() {
        assertEquals(Optional.of("prefs.bad-zone"), PreferenceRules.zone("Mars/Base"));
        assertEquals(Optional.empty(), PreferenceRules.zone("Europe/Stockholm"));
        assertEquals(Optional.of("prefs.bad-port"), PreferenceRules.port("70000"));
        assertEquals(Optional.empty(), PreferenceRules.port(" 5060 "));
        assertEquals(Optional.of("prefs.bad-range"), PreferenceRules.range("20000-20010"));
        assertEquals(Optional.empty(), PreferenceRules.range("20000-39999"));
        for (String wrong : new String[] {"everywhere", "999.1.1.1", "192.0.2", "12", "a", "192.0.2.1.5", ":::", "1::2::3",
                "2001:db8::12345", "..", "ab.cd", "192.0.2.10,", "192.0.2.10,here"})
            assertEquals(Optional.of("prefs.bad-address"), PreferenceRules.address(wrong), wrong);
        for (String right : new String[] {"", "::", "0.0.0.0", " 192.0.2.10 ", "2001:db8::1", "::ffff:192.0.2.1",
                "192.0.2.10, 127.0.0.1"})
            assertEquals(Optional.empty(), PreferenceRules.address(right), right);
    }
}
