package org.trunkline.phone.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What others see of a user. */
class UserPresenceTest {
    private static final UserPresence BUSY = new UserPresence(Presence.BUSY, "In the lab");

    @Test
    void callsAndDoNotDisturbTakeThePlaceOfWhatWasChosen() {
        assertEquals(BUSY, BUSY.shown(false, false));
        assertEquals(new UserPresence(Presence.ON_THE_PHONE, "In the lab"), BUSY.shown(false, true));
        assertEquals(new UserPresence(Presence.DO_NOT_DISTURB, "In the lab"), BUSY.shown(true, true));
        assertEquals(UserPresence.of(Presence.OFFLINE), UserPresence.of(Presence.OFFLINE).shown(true, true), "it would say that the user is there");
    }

    @Test
    void aNoteIsOneShortLine() {
        assertEquals("a b", new UserPresence(Presence.AWAY, " a\r\n\t b\u0000 ").note());
        assertEquals(UserPresence.LONGEST_NOTE, new UserPresence(Presence.AWAY, "\ud83d\ude00".repeat(300)).note().codePointCount(0, 400));
    }
}
