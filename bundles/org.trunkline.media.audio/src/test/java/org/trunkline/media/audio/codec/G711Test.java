package org.trunkline.media.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class G711Test {
    /** ITU-T G.711, tables 5 and 6: 1 kHz at 0 dBm0. */
    private static final int[] A_LAW = {0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4};
    private static final int[] MU_LAW = {0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E};

    @Test
    void decodedValuesAreThoseOfTheStandard() {
        assertEquals(32124, G711.decode((byte) 0x80, false));
        assertEquals(-32124, G711.decode((byte) 0x00, false));
        assertEquals(0, G711.decode((byte) 0xFF, false));
        assertEquals(8, G711.decode((byte) 0x7E, false) * -1);
        assertEquals(32256, G711.decode((byte) 0xAA, true));
        assertEquals(-32256, G711.decode((byte) 0x2A, true));
        assertEquals(8, G711.decode((byte) 0xD5, true));
        assertEquals(-8, G711.decode((byte) 0x55, true));
    }

    @Test
    void eachCodeIsWhatItsValueIsCodedAs() {
        for (int code = 0; code < 256; code++) {
            assertEquals((byte) code, G711.encode(G711.decode((byte) code, true), true), "A-law " + code);
            int expected = code == 0x7F ? 0xFF : code; // two zeros
            assertEquals((byte) expected, G711.encode(G711.decode((byte) code, false), false), "µ-law " + code);
        }
    }

    @Test
    void noSampleIsFurtherOffThanHalfAStep() {
        for (boolean aLaw : new boolean[] {true, false})
            for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample += 7) {
                int back = G711.decode(G711.encode((short) sample, aLaw), aLaw);
                int step = Math.max(16, Math.abs(sample) / 16);
                assertTrue(Math.abs(back - sample) <= step, aLaw + " " + sample + " came back as " + back);
            }
    }

    @Test
    void theTestToneOfTheStandardIsASine() {
        for (var law : new int[][] {A_LAW, MU_LAW}) {
            boolean aLaw = law == A_LAW;
            double small = -G711.decode((byte) law[0], aLaw);
            double large = -G711.decode((byte) law[1], aLaw);
            assertEquals(1 + Math.sqrt(2), Math.abs(large / small), 0.08);
            for (int i = 0; i < 4; i++)
                assertEquals(-G711.decode((byte) law[i], aLaw), G711.decode((byte) law[i + 4], aLaw));
        }
    }
}
