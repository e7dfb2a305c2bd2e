package org.trunkline.ui.cdr.internal.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.privacy.RetentionStatus.Key;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** What a node refuses or lacks, in the language of the desk. */
class PrivacyTextsTest {
    private final PrivacyTexts swedish = new PrivacyTexts(Texts.of(PrivacyTexts.class, Locale.of("sv")), new Formats(ZoneOffset.UTC, Locale.of("sv")));

    private String refused(String field, String code, String... args) {
        return swedish.refused(new FieldError(field, code, List.of(args), "English"));
    }

    @Test
    void aRefusalOfRetentionIsTranslated() {
        String told = refused("recordDays", "out-of-range", "99999", "0", "36500");
        assertTrue(told.endsWith(": 99999 är inte mellan 0 och 36500."), told);
        assertEquals("Noden godtog inte something.", refused("something", "of-a-newer-node"));
    }

    @Test
    void aKeyThatIsMissedIsTranslated() {
        assertTrue(swedish.key(new Key(Key.State.MISSING, "k1", "/f", "English")).startsWith("Pseudonymnyckeln k1 saknas i /f"));
        assertTrue(swedish.key(new Key(Key.State.MISSING, "", "/f", "denied")).contains("denied"));
        assertTrue(swedish.key(new Key(Key.State.OTHER, "k2", "/f", "English")).startsWith("/f innehåller nyckeln k2"));
    }
}
