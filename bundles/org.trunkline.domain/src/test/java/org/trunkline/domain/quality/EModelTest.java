package org.trunkline.domain.quality;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EModelTest {
    private static final CodecImpairment G711 = CodecImpairment.of("PCMA").orElseThrow();

    @Test
    void theDefaultValuesRateAs93point2() {
        var rating = EModel.DEFAULT.rate(ZERO, G711, 0, 1);

        assertEquals(93.2, rating.r(), 0.05); // G.107 §7.7
        assertEquals(94.77, rating.basicSignalToNoise(), 0.01); // Ro of the same clause
        assertEquals(1.41, rating.simultaneousImpairment(), 0.01);
        assertEquals(4.41, rating.mos(), 0.005);
    }

    /** G.107 table B.1 gives these pairs. */
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "93.2, 4.41", "100, 4.5", "120, 4.5",
            "0, 1", "-5, 1", "3, 1"})
    void mosFollowsAnnexB(double r, double mos) {
        assertEquals(mos, EModel.mos(r), 0.0075); // the table has 4.03 where the formula gives 4.024
    }

    /** Idd as G.107 §7.4 gives it; G.113's planning values round the same curve to 3, 10, 15, 20, 24, 30, 35, 40. */
    @ParameterizedTest
    @CsvSource({"0, 0", "100, 0", "150, 0.16", "200, 3.04", "250, 8.92", "300, 14.8", "350, 19.8", "400, 24.1",
            "500, 30.64", "600, 35.25", "800, 40.83"})
    void delayAloneCostsWhatG107Says(double ms, double idd) {
        assertEquals(idd, EModel.delayImpairment(ms), 0.1);
    }

    /** Ie-eff over loss for the codecs of G.113 Appendix I, random loss. */
    @ParameterizedTest
    @CsvSource({
            "PCMU, 0, 0", "PCMU, 0.01, 3.64", "PCMU, 0.02, 7.01", "PCMU, 0.05, 15.78", "PCMU, 0.10, 27.07", "PCMU, 0.20, 42.13",
            "G729, 0, 11", "G729, 0.01, 15.2", "G729, 0.02, 19.0", "G729, 0.05, 28.5", "G729, 0.10, 39.97", "G729, 0.20, 54.08",
            "G723, 0, 15", "G723, 0.01, 19.68", "G723, 0.05, 33.96", "G723, 0.10, 45.65",
            "GSM-EFR, 0, 5", "GSM-EFR, 0.05, 35.0", "GSM-EFR, 0.10, 50.0",
            "GSM, 0, 20", "GSM, 0.05, 27.81",
            "AMR, 0, 5", "AMR, 0.02, 20.0"})
    void codecAndLossCostWhatG113Says(String codec, double loss, double ieEff) {
        assertEquals(ieEff, EModel.effectiveEquipment(CodecImpairment.of(codec).orElseThrow(), loss, 1), 0.1);
    }

    @Test
    void concealmentIsAssumedForG711() {
        assertEquals(25.1, G711.bpl());
        double without = EModel.effectiveEquipment(CodecImpairment.G711_WITHOUT_CONCEALMENT, 0.01, 1);

        assertEquals(17.92, without, 0.1);
    }

    @Test
    void burstsCostMoreThanScatteredLoss() {
        double random = EModel.effectiveEquipment(G711, 0.03, 1);
        double bursty = EModel.effectiveEquipment(G711, 0.03, 2);

        assertEquals(10.14, random, 0.1);
        assertEquals(10.71, bursty, 0.1);
    }

    /**
     * Echo at the default TELR of 65 dB: G.107's terms worked out by hand at 100 ms are TERV 32.2, Re 125.5, Roe 94.8,
     * so Idte 1.96; and Idle 0.73 from a round trip of 200 ms.
     */
    @Test
    void delayedEchoCosts() {
        var rating = EModel.DEFAULT.rate(ofMillis(100), G711, 0, 1);

        assertEquals(0, rating.delayImpairment());
        assertEquals(2.69, rating.echoImpairment(), 0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 100, 177, 250, 600, 60_000})
    void theTermsAddUpToTheRating(int ms) {
        for (double loss = 0; loss <= 1; loss += 0.05) {
            var x = EModel.DEFAULT.rate(ofMillis(ms), G711, loss, 1.5);
            double sum = x.basicSignalToNoise() - x.simultaneousImpairment() - x.delayAndEchoImpairment()
                    - x.equipmentImpairment() + x.advantage();

            assertEquals(Math.max(0, sum), x.r(), 1e-9);
            assertTrue(x.r() <= 93.3 && x.mos() >= 1 && x.mos() <= 4.5);
        }
    }

    @Test
    void moreDelayOrLossIsNeverBetter() {
        double before = 100;
        for (int ms = 0; ms <= 2000; ms += 10) {
            double r = EModel.DEFAULT.rate(ofMillis(ms), G711, 0, 1).r();
            assertTrue(r <= before + 1e-9, "at " + ms + " ms");
            before = r;
        }
    }

    @Test
    void advantageForgives() {
        var satellite = new EModel(8, 2, 15, 18, 3, 65, 110, 1, -70, -64, 35, 35, 20);

        assertEquals(20, satellite.rate(ofMillis(300), G711, 0, 1).r()
                - EModel.DEFAULT.rate(ofMillis(300), G711, 0, 1).r(), 1e-9);
    }

    @Test
    void aStreamsDelayIsPacketBufferAndHalfOfBothRoundTrips() {
        var rating = Rating.of("pcma", 0, 1, ofMillis(30), Optional.of(ofMillis(40)), Optional.of(ofMillis(60))).orElseThrow();

        assertEquals(ofMillis(20 + 20 + 30 + 60), rating.delay());
        assertEquals(ofMillis(40), Rating.of("PCMA", 0, 1, Duration.ZERO, Optional.empty(), Optional.empty())
                .orElseThrow().delay());
        assertTrue(Rating.of("EVS", 0, 1, ZERO, Optional.empty(), Optional.empty()).isEmpty());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> EModel.DEFAULT.rate(ZERO, G711, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> EModel.DEFAULT.rate(ZERO, G711, 1.1, 1));
        assertThrows(IllegalArgumentException.class, () -> EModel.DEFAULT.rate(ZERO, G711, 0, 0));
    }
}
