package org.trunkline.domain.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class MosBandTest {
    @Test
    void eachBandBeginsAtItsLimit() {
        for (MosBand band : MosBand.values()) {
            assertEquals(band, MosBand.of(band.lowest()));
            assertEquals(band == MosBand.BAD ? band : MosBand.values()[band.ordinal() - 1], MosBand.of(band.lowest() - 0.001));
        }
    }

    @Test
    void theClassesAreEquallyWideAndNoneHoldsTwoBands() {
        var classes = MosBand.classes();
        for (int i = 1; i < classes.size(); i++)
            assertEquals(0.1, classes.get(i) - classes.get(i - 1), 1e-9);
        for (double low : classes)
            assertEquals(MosBand.of(low), MosBand.of(low + 0.099), "from " + low);
        assertEquals(MosBand.BEST, classes.getLast() + 0.1, 1e-9);
    }

    @Test
    void aScoreIsNeverWrittenAsBetterThanItIs() {
        assertEquals(3.4, MosBand.written(3.46));
        assertEquals(3.58, MosBand.written(3.589));
        assertEquals(4.1, MosBand.written(4.1));
        assertEquals(2, MosBand.decimals(3.64));
        assertEquals(1, MosBand.decimals(3.65));
        IntStream.rangeClosed(1000, 4500).mapToDouble(i -> i / 1000.0).forEach(mos -> {
            assertTrue(MosBand.written(mos) <= mos, "of " + mos);
            assertEquals(MosBand.of(mos), MosBand.of(MosBand.written(mos)), "of " + mos);
        });
    }
}
