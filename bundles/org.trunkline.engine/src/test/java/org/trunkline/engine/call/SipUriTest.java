package org.trunkline.engine.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.testkit.FakeDirectory;

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

    @ParameterizedTest
    @CsvSource({"sip:112@h, 112", "sip:+112@h, 112", "tel:112;phone-context=+46, 112", "urn:service:sos, 112",
            "URN:service:SOS.fire, 112", "urn:service:counseling, ''", "sip:@h, ''",
            "tel:0701-23;phone-context=+46, 070123 in +46", "sip:070123;phone-context=+46@h;user=phone, 070123 in +46",
            "sip:070123;phone-context=example.com@h, 070123", "sip:+4670@h;phone-context=+47, +4670"})
    void dials(String uri, String expected) {
        var directory = new FakeDirectory().emergencyNumber("112");
        assertEquals(expected, Dialled.of(uri, directory));
        assertEquals(expected.equals("112"), directory.emergency(Dialled.of(uri, directory)));
    }

    @Test
    void escapesWhatAUserMayNotHave() {
        assertEquals("+4670*1%23", SipUri.escape("+4670*1#"));
        assertEquals("%C3%A5sa%20b%40c", SipUri.escape("åsa b@c"));
        assertEquals("plain.user-1_x", SipUri.escape("plain.user-1_x"));
        assertEquals("a%0D%0AVia:", SipUri.escape("a\r\nVia:").replace("%3A", ":"));
    }
}
