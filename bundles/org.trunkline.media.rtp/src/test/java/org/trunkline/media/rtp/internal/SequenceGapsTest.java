package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.trunkline.media.rtp.internal.meter.Rtp;

class SequenceGapsTest {
    private final SequenceGaps gaps = new SequenceGaps();

    private int before(int sequence, int ssrc) {
        return gaps.before(ByteBuffer.wrap(Rtp.voice(sequence, ssrc)));
    }

    @Test
    void whatIsMissingIsCounted() {
        assertEquals(0, before(40_000, 1), "the first of all");
        assertEquals(0, before(40_001, 1));
        assertEquals(2, before(40_004, 1));
        assertTrue(before(40_003, 1) < 0, "late");
        assertTrue(before(40_004, 1) < 0, "twice");
        assertEquals(0, before(40_005, 1), "a late one changes nothing");
    }

    @Test
    void theNumberWraps() {
        before(65_534, 1);
        assertEquals(0, before(65_535, 1));
        assertEquals(1, before(1, 1));
    }

    @Test
    void anotherSourceBeginsAgain() {
        before(10, 1);
        assertEquals(0, before(5000, 2));
        assertEquals(1, before(5002, 2));
    }
}
