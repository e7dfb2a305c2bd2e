package org.trunkline.ui.trunks.internal.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** What the node notes of an action, in the desk's language. */
class NoteTextTest {
    private static String said(String language, String note) {
        var locale = Locale.of(language);
        return new NoteText(Texts.of(NoteText.class, locale), new Formats(ZoneId.of("UTC"), locale)).of(note);
    }

    @Test
    void phonesAreCounted() {
        assertEquals("With a new password", said("en", "with a new password"));
        assertEquals("No registered phone was asked", said("en", "0 registered phones asked to fetch their settings"));
        assertEquals("1 registrerad telefon tillfrågad", said("sv", "1 registered phones asked to fetch their settings"));
    }

    @Test
    void phonesOfARevokedCardAreSaidToBeWithoutAnAddress() {
        String note = "its phones find no settings any more";
        assertEquals("Its phones find no settings at its address any more", said("en", note));
        assertEquals("Dess telefoner hittar inga inställningar på kortets adress längre", said("sv", note));
    }

    @Test
    void aNameOfDigitsIsNoNumber() {
        assertEquals("1001 lyssnar", said("sv", "1001 listens"));
        assertEquals("1001 listened from 2026-03-02 08:00:00 to 2026-03-02 08:01:00",
                said("en", "1001 listened from 2026-03-02T08:00:00Z to 2026-03-02T08:01:00Z"));
    }

    @Test
    void recordsKeptByHoldsAreNamed() {
        assertEquals("1 record", said("en", "1 records"));
        assertEquals("1,200 records, 1 case key; 3 kept by the hold Case 7; 1 kept by the hold Case 8",
                said("en", "1200 records, 1 case keys; kept 3: hold Case 7; kept 1: hold Case 8"));
    }

    @Test
    void callsAndVersions() {
        assertEquals("Samtal 7f@node över trunk Telia A", said("sv", "call over trunk Telia A, 7f@node"));
        assertEquals("Testsamtal 7f med värden som inte är sparade, till sip.telia.example:5060",
                said("sv", "test call 7f over values that are not saved, at sip.telia.example:5060"));
        assertEquals("Testsamtal 7f@node", said("sv", "test call 7f@node"));
        assertEquals("Test call 7f@node with the voice of anna", said("en", "test call with the voice of anna, 7f@node"));
        assertEquals("Test call 7f@node with the voice of anna over values that are not saved, at sip.telia.example:5060",
                said("en", "test call with the voice of anna, 7f@node over values that are not saved, at sip.telia.example:5060"));
        assertEquals("Testsamtal 7f@node där anna talar", said("sv", "test call with the voice of anna, 7f@node"));
        assertEquals("Testsamtal 7f@node där anna talar, med värden som inte är sparade, till sip.telia.example:5060",
                said("sv", "test call with the voice of anna, 7f@node over values that are not saved, at sip.telia.example:5060"));
        assertEquals("From 1.0.0 to 1.1.0", said("en", "1.0.0 to 1.1.0"));
    }

    @Test
    void otherWordsAreShownAsTheyAre() {
        assertEquals("said by a plug-in to itself", said("sv", "said by a plug-in to itself"));
    }
}
