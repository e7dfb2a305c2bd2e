package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

class KeyEventsTest {
    private final KeyEvents keys = new KeyEvents();
    private final StringBuilder heard = new StringBuilder();

    private void packet(int ssrc, int timestamp, int event, boolean end, int duration) {
        keys.heard(ssrc, timestamp, ByteBuffer.allocate(4).put((byte) event).put((byte) (end ? 0x8A : 0x0A))
                .putShort((short) duration).flip()).ifPresent(heard::append);
    }

    private void key(int timestamp, int event) {
        for (int d = 160; d <= 800; d += 160)
            packet(1, timestamp, event, false, d);
        for (int i = 0; i < 3; i++)
            packet(1, timestamp, event, true, 960);
    }

    @Test
    void eachKeyIsToldOnce() {
        key(1000, 5);
        key(3000, 5);
        key(5000, 10);
        key(7000, 11);
        key(9000, 15);
        assertEquals("55*#D", heard.toString());
    }

    @Test
    void aKeyWhoseBeginningWasLostIsHeardByItsEnd() {
        packet(1, 1000, 7, true, 960);
        packet(1, 1000, 7, true, 960);
        assertEquals("7", heard.toString());
    }

    @Test
    void whatComesLateIsNoNewKey() {
        key(1000, 1);
        key(3000, 2);
        packet(1, 1000, 1, true, 960);
        assertEquals("12", heard.toString());
    }

    @Test
    void aKeyHeldForLongIsOne() {
        packet(1, 1000, 3, false, 0xFFFF);
        packet(1, 1000 + 0xFFFF, 3, false, 160);
        assertEquals("3", heard.toString());
    }

    @Test
    void timestampsWrapAndSourcesChange() {
        key(-500, 4);
        key(1500, 5);
        packet(2, 7, 6, false, 160);
        assertEquals("456", heard.toString());
    }

    @Test
    void otherEventsAndRubbishAreNoKeys() {
        packet(1, 1000, 16, true, 960);
        keys.heard(1, 2000, ByteBuffer.allocate(3)).ifPresent(heard::append);
        assertEquals("", heard.toString());
    }
}
