package org.trunkline.engine.call.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipUriTest {
    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, sip, alice, example.org, 0, ''",
        "SIP:alice:secret@example.org:5070;Transport=TCP;lr, sip, alice, example.org, 5070, tcp",
        "sips:%61lice%23@[2001:db8::1]:5061, sips, alice#, 2001:db8::1, 5061, ''",
        "sip:[2001:db8::1], sip, '', 2001:db8::1, 0, ''",
        "sip:+4670;phone-context=x@host?subject=hi, sip, +4670, host, 0, ''",
        "tel:+46-70-123.45(6);ext=1, tel, +46701234 56, '', 0, ''",
    })
    void reads(String text, String scheme, String user, String host, int port, String transport) {
        assertEquals(Optional.of(new SipUri(scheme, user.replace(" ", ""), host, port, transport)), SipUri.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "mailto:a@b", "sip:", "sip:a@", "sip:a@h:x", "sip:a@h:70000"})
    void refuses(String text) {
        assertTrue(SipUri.parse(text).isEmpty());
    }

    @Test
    void escapesWhatAUserMayNotHave() {
        assertEquals("+4670*1%23", SipUri.escape("+4670*1#"));
        assertEquals("%C3%A5sa%20b%40c", SipUri.escape("åsa b@c"));
        assertEquals("plain.user-1_x", SipUri.escape("plain.user-1_x"));
        assertEquals("a%0D%0AVia:", SipUri.escape("a\r\nVia:").replace("%3A", ":"));
    }
}
