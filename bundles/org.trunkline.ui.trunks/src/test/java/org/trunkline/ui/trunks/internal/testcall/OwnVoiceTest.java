package org.trunkline.ui.trunks.internal.testcall;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void aRegisteredPhoneOfThisDeskIsOffered() {
        var voice = of(Optional.of("anna"), true);
        assertEquals(Optional.of("anna"), voice.subscriber());
        assertEquals("test.voice.hint", voice.note("anna"));
    }

    @Test
    void anUnregisteredOneIsSaidToBe() {
        assertEquals("test.voice.not-registered", of(Optional.of("anna"), false).note("anna"));
        assertEquals("test.voice.hint", of(Optional.of("anna"), false).note("boris"), "other phones ring");
    }

    @Test
    void withoutAnAccountASubscriberIsAskedFor() {
        assertEquals("test.voice.none", of(Optional.empty(), false).note(""));
        assertEquals("test.voice.hint", OwnVoice.of(Optional.empty()).note("boris"));
    }
}
