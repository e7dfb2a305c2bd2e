package org.trunkline.ui.phone.internal.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.extension.Contact;

class DialTargetTest {
    private static final List<Contact> OFFERED = List.of(new Contact("Anna Å", "anna", ""), new Contact("Anne", "+46701234567", "mobile"));

    @Test
    void linksGiveTheirNumberAndNothingElse() {
        assertEquals(Optional.of("+4686840007"), DialTarget.ofLink("tel:+46-8-684-00-07"));
        assertEquals(Optional.of("0086840007"), DialTarget.ofLink("TEL:00(8)684.0007;phone-context=example.com"));
        assertEquals(Optional.of("+46701234567"), DialTarget.ofLink("callto://+46%2070%20123%2045%2067"));
        assertEquals(Optional.of("anna"), DialTarget.ofLink("sip:anna"));
        assertEquals(Optional.of("sip:anna@example.com"), DialTarget.ofLink("sip:anna@example.com;transport=tcp?Replaces=x"));
        assertEquals(Optional.of("sips:anna@[2001:db8::1]:5061"), DialTarget.ofLink("sips:anna@[2001:db8::1]:5061"));
    }

    @Test
    void whatIsNoLinkToCallCallsNothing() {
        for (String link : List.of("", "tel:", "http://example.com", "tel:<script>", "sip:a b@example.com", "sip:anna@", "callto:?x",
                "sip:anna@exa mple", "tel:;a"))
            assertEquals(Optional.empty(), DialTarget.ofLink(link), link);
    }

    @Test
    void enterCallsWhatWasMeant() {
        assertEquals("+46701234567", DialTarget.of("ann", OFFERED, 1));
        assertEquals("anna", DialTarget.of("Anna Å", OFFERED, -1));
        assertEquals("anna", DialTarget.of("anna", OFFERED.reversed(), -1), "a user name that is offered is taken as it is");
        assertEquals("+4686840007", DialTarget.of("+46 (0)8-684 00 07", OFFERED, -1), "a number is called as typed");
        assertEquals("bo@example.com", DialTarget.of("bo@example.com", OFFERED, -1));
        assertEquals("bo", DialTarget.of(" bo ", List.of(), -1));
    }
}
