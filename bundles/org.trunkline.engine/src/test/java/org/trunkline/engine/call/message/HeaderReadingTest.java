package org.trunkline.engine.call.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** What peers write into Contact of a redirection, Replaces and Refer-To. */
class HeaderReadingTest {
    @Test
    void contactsByFallingPreference() { // RFC 3261 §8.1.3.4, §20.10
        assertEquals(List.of("sip:b@y", "sip:c@z;x=1", "sip:a@x"), RedirectContacts.best(List.of(
                "\"A, the first\" <sip:a@x>;q=0.2, <sip:b@y>", "sip:c@z;q=0.9".replace("sip:c@z", "<sip:c@z;x=1>"))));
        assertEquals(List.of("sip:a@x"), RedirectContacts.best(List.of("sip:a@x;q=0.5")));
        assertEquals(List.of(), RedirectContacts.best(List.of("", "<>", ";q=1")));
        assertEquals(16, RedirectContacts.best(List.of("<sip:a@x>,".repeat(40))).size());
    }

    @Test
    void replaces() { // RFC 3891 §6.1
        assertEquals(Optional.of(new Replaces("12345@x", "t1", "f1", false)),
                Replaces.parse("12345@x;to-tag=t1;from-tag=f1"));
        assertEquals(Optional.of(new Replaces("a", "t", "f", true)), Replaces.parse("a ; From-Tag=f;to-tag=t; early-only"));
        assertEquals(Optional.empty(), Replaces.parse("a;to-tag=t"));
        assertEquals(Optional.empty(), Replaces.parse(""));
    }

    @Test
    void replacesWithinAReferTo() { // RFC 5589 §7, RFC 3261 §19.1.1
        assertEquals(Optional.of(new Replaces("a+b@x", "t", "f", false)),
                Replaces.ofUri("sip:carol@y;gr=1?Require=x&replaces=a+b%40x%3Bto-tag%3Dt%3Bfrom-tag%3Df"));
        assertEquals(Optional.empty(), Replaces.ofUri("sip:carol@y"));
        assertEquals(Optional.empty(), Replaces.ofUri("sip:carol@y?Replaces=%zz"));
        assertEquals(Optional.empty(), Replaces.ofUri("sip:carol@y?Replaces"));
    }
}
