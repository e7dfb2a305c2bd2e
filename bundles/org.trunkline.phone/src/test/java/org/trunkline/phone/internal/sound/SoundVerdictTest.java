package org.trunkline.phone.internal.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.SoundTest;
import org.trunkline.phone.internal.child.SoundMessage;

class SoundVerdictTest {
    @Test
    void echoAndLatencyAreSaidWithTheDelay() {
        for (var verdict : List.of("echo", "late")) {
            var text = SoundVerdict.read(SoundMessage.of("test", "state", "DONE", "level", 0.3, "verdict", verdict, "delay", 340)).verdict().orElseThrow();
            assertEquals("phone-test-" + verdict, text.code());
            assertEquals(List.of("340"), text.args());
        }
    }

    @Test
    void thereIsNoneBeforeTheEnd() {
        assertEquals(Optional.empty(), SoundVerdict.read(SoundMessage.of("test", "state", SoundTest.State.PLAYING, "level", 0.3)).verdict());
    }
}
