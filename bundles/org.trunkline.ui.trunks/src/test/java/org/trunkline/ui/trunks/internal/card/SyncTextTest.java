package org.trunkline.ui.trunks.internal.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** What is said of phones that were asked to fetch their settings. */
class SyncTextTest {
    private static final CheckSyncAnswer FETCHES = new CheckSyncAnswer("sip:anna@192.0.2.7", "Phone", true,
            new LocalizableText("answered", List.of("200", "OK"), "200 OK"));
    private static final CheckSyncAnswer LOST = new CheckSyncAnswer("sip:anna@192.0.2.8", "Phone", true,
            new LocalizableText("no-card", List.of("200 OK"), "200 OK, but its card is no longer valid"));

    private static String said(List<CheckSyncAnswer> answers) {
        return new SyncText(Texts.of(SyncText.class, Locale.ENGLISH), new StateText(Texts.of(StateText.class, Locale.ENGLISH))).of("anna", answers);
    }

    @Test
    void aPhoneWithACardFetches() {
        assertEquals("One phone of anna accepted and fetches its settings.", said(List.of(FETCHES)));
        assertFalse(SyncText.needsCard(List.of(FETCHES)));
    }

    @Test
    void aPhoneWithoutAValidCardIsNotSaidToFetch() {
        assertTrue(said(List.of(LOST)).startsWith("One phone of anna accepted, but there is no address where it finds settings"),
                said(List.of(LOST)));
        assertTrue(SyncText.needsCard(List.of(LOST)));
    }

    @Test
    void whichPhonesFetchLaterIsSaid() {
        var later = accepted("Yealink", "fetches-settings");
        assertEquals("2 phones of anna accepted and fetch their settings. The password stays as it is.", said(List.of(later, later)));
        assertFalse(SyncText.needsCard(List.of(later)));
        var poly = accepted("Poly", "keeps-settings");
        var refused = new CheckSyncAnswer("sip:anna@192.0.2.9", "Snom", false, new LocalizableText("answered", List.of("489", "Bad Event"),
                "489 Bad Event"));
        var said = said(List.of(later, poly, refused));
        assertTrue(said.startsWith("Phones of anna that accepted and fetch their settings: 1 of 3. Others: Poly: "), said);
        assertTrue(said.contains("; Snom: "), said);
        assertTrue(SyncText.needsCard(List.of(later, poly)));
        assertFalse(SyncText.needsCard(List.of(later, refused)), "a card does not help a phone that refuses");
    }

    private static CheckSyncAnswer accepted(String userAgent, String code) {
        return new CheckSyncAnswer("sip:anna@192.0.2.7", userAgent, true, new LocalizableText(code, List.of("200 OK"), "200 OK"));
    }
}
