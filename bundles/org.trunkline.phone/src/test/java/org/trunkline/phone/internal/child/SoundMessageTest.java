package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class SoundMessageTest {
    @Test
    void isReadAsItWasWritten() {
        var message = SoundMessage.of("offer", "sdp", "v=0\r\na=x\ty=%+å\r\n", "hold", true, "rate", 0.25, "empty", "");
        assertEquals(Optional.of(message), SoundMessage.read(message.written()));
        assertEquals(1, message.written().lines().count());
        assertEquals(0.25, message.number("rate"));
        assertEquals(0, message.number("missing"));
    }

    @Test
    void whatTheLibraryPrintsIsNoMessage() {
        assertEquals(Optional.empty(), SoundMessage.read("(audio_device.cc:12): could not open"));
        assertEquals(Optional.empty(), SoundMessage.read("sound:quality\tbroken"));
    }
}
