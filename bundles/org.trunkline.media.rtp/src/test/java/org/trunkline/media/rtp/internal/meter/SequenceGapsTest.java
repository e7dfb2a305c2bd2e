package org.trunkline.media.rtp.internal.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

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
        assertTrue(gaps.begins());
        assertEquals(1, before(5002, 2));
        assertFalse(gaps.begins());
    }

    /** As of a device that begins again under its SSRC: RFC 3550 A.1. */
    @Test
    void aFarStepBeginsAgain() {
        for (int next : new int[] {30_000, 12_000, 65_000, 3000}) {
            assertEquals(0, before(next, 1));
            assertTrue(gaps.begins());
            assertEquals(0, before(next + 1, 1), "it counts from there");
            assertFalse(gaps.begins());
        }
        assertEquals(3000, before(6002, 1));
        assertEquals(-1000, before(5003, 1));
        assertEquals(0, before(6003, 1), "a late one changes nothing");
    }
}
