package org.trunkline.ui.phone.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.Tone;

/** Presence in words, and their signs. */
class PresenceTextTest {
    private final PresenceText words = PresenceText.create();

    @Test
    void eachStateHasItsOwnWord() {
        assertEquals(Presence.values().length, new HashSet<>(List.of(words.words())).size());
        assertEquals("", words.word(Optional.empty()));
    }

    @Test
    void theNoteStandsBesideTheWord() {
        assertEquals("Busy – till {3}", words.line(Optional.of(new UserPresence(Presence.BUSY, "till {3}"))));
        assertEquals("Away", words.line(Optional.of(UserPresence.of(Presence.AWAY))));
        assertEquals(Tone.PLAIN, PresenceText.tone(Optional.empty()));
        assertEquals(Tone.BAD, PresenceText.tone(Optional.of(UserPresence.of(Presence.DO_NOT_DISTURB))));
    }
}
