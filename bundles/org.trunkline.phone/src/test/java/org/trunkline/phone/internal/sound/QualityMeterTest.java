package org.trunkline.phone.internal.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.internal.child.SoundMessage;

class QualityMeterTest {
    private static SoundMessage second(int n, long lost) {
        return SoundMessage.of("quality", "codec", "audio/PCMA", "received", 50 * n - lost, "lost", lost, "buffered", n * 48_000 * 0.04,
                "emitted", n * 48_000, "jitter", 0.003, "roundTrip", 0.03, "levelIn", 0.4, "levelOut", 0.2, "lossOut", 0.02,
                "jitterOut", 0.007, "codecOut", "audio/G722");
    }

    @Test
    void ratesTheLastSeconds() {
        var meter = new QualityMeter();
        for (int n = 1; n <= 10; n++)
            meter.take(second(n, 0));
        var good = meter.quality().orElseThrow();
        assertEquals("PCMA", good.in().codec());
        assertEquals("G722", good.out().codec());
        assertEquals(0, good.in().loss());
        assertEquals(2, good.out().loss(), 1e-9);
        assertEquals(3, good.in().jitter(), 1e-9);
        assertEquals(7, good.out().jitter(), 1e-9);
        assertEquals(30, good.roundTrip(), 1e-9);
        assertTrue(good.in().mos() > 4.3, () -> "MOS " + good.in().mos());
        meter.take(second(11, 25));
        var bad = meter.quality().orElseThrow();
        assertEquals(10, bad.in().loss(), 1e-9); // 25 of the 250 of five seconds
        assertTrue(bad.in().mos() < 3.6, () -> "MOS " + bad.in().mos());
    }

    private static SoundMessage reported(double loss, double jitter, double roundTrip) {
        return SoundMessage.of("quality", "codecOut", "audio/PCMA", "lossOut", loss, "jitterOut", jitter, "roundTrip", roundTrip);
    }

    @Test
    void ratesTheUploadByTheReportsOfTheOtherSide() {
        var meter = new QualityMeter();
        meter.take(SoundMessage.of("quality", "codecOut", "audio/PCMA", "received", 50, "pathRoundTrip", 0.01));
        assertEquals(0, meter.quality().orElseThrow().out().mos(), "no report yet");
        meter.take(reported(0, 0.003, 0.03));
        assertEquals(4.4, meter.quality().orElseThrow().out().mos(), 0.05);
        meter.take(reported(0.1, 0.003, 0.03)); // Ie-eff 95 * 10 / 35.1
        assertEquals(3.4, meter.quality().orElseThrow().out().mos(), 0.1);
        meter.take(reported(0, 0.003, 0.9)); // G.107 §7.4: delay
        assertTrue(meter.quality().orElseThrow().out().mos() < 3.2, () -> "MOS " + meter.quality());
        meter.take(reported(0, 0.25, 0.03)); // its buffer delays
        assertTrue(meter.quality().orElseThrow().out().mos() < 3.2, () -> "MOS " + meter.quality());
    }

    @Test
    void withoutPacketsThereIsNoRating() {
        var meter = new QualityMeter();
        meter.take(SoundMessage.of("quality", "codec", "audio/opus"));
        assertEquals(0, meter.quality().orElseThrow().in().mos());
    }
}
