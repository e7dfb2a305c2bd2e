package org.trunkline.ui.trunks.internal.testcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.OwnPhone;

class OwnVoiceTest {
    private static OwnVoice of(Optional<String> user, boolean registered) {
        return OwnVoice.of(Optional.of(new OwnPhone() {
            @Override
            public Optional<String> ownUser() {
                return user;
            }

            @Override
            public boolean isRegistered() {
                return registered;
            }
        }));
    }

    @Test
    void aRegisteredPhoneCanSpeak() {
        var voice = of(Optional.of("anna"), true);
        assertTrue(voice.isThere());
        assertEquals(Optional.of("anna"), voice.subscriber());
    }

    @Test
    void aDeskWithoutOneSaysWhyNot() {
        assertEquals(Optional.of("test.voice.not-registered"), of(Optional.of("anna"), false).obstacle());
        assertEquals(Optional.of("test.voice.no-phone"), of(Optional.empty(), false).obstacle());
        assertFalse(OwnVoice.of(Optional.empty()).isThere());
    }
}
