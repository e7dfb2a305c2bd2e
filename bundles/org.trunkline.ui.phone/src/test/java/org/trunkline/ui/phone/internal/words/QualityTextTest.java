package org.trunkline.ui.phone.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.SoundQuality;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

class QualityTextTest {
    private static final QualityText WORDS = new QualityText(Texts.of(PhoneWords.class, Locale.ENGLISH),
            new Formats(ZoneOffset.UTC, Locale.ENGLISH));

    private static SoundQuality quality(double mos, double lossIn, double lossOut, double jitter, double roundTrip) {
        return new SoundQuality(new SoundQuality.Way("opus", lossIn, jitter, 0.1, mos), new SoundQuality.Way("PCMA", lossOut, 3, 0.1, 0), roundTrip);
    }

    @Test
    void whatIsWrongIsSaidForEachWay() {
        assertEquals("Your upload loses 4%. MOS 3.8 fair, opus", WORDS.of(quality(3.8, 0, 4, 5, 40)));
        assertEquals(List.of("Your upload loses 2%.", "Your download loses 10%.", "Sound arrives unevenly (jitter 60 ms).",
                "The delay is long (420 ms round trip)."), WORDS.remarks(quality(2, 10, 2, 60, 420)));
    }

    @Test
    void fineSoundHasNoRemarks() {
        assertEquals(List.of(), WORDS.remarks(quality(4.3, 0.5, 0, 10, 120)));
        assertEquals("MOS 4.3 good, opus", WORDS.of(quality(4.3, 0, 0, 1, 1)));
    }

    @Test
    void eachWayHasItsFigures() {
        assertEquals(List.of("Download: loss 0%, jitter 6 ms, opus", "Upload: loss 4%, jitter 3 ms, PCMA", "Round trip 40 ms"),
                WORDS.figures(quality(3.8, 0, 4, 6, 40)));
        assertEquals(List.of("Download: loss 0%, jitter 0 ms", "Upload: loss 0%, jitter 0 ms"),
                WORDS.figures(new SoundQuality(new SoundQuality.Way("", 0, 0, 0, 0), new SoundQuality.Way("", 0, 0, 0, 0), 0)));
    }

    private static SoundQuality scores(double in, double out) {
        return new SoundQuality(new SoundQuality.Way("opus", 0, 0, 0, in), new SoundQuality.Way("opus", 0, 0, 0, out), 0);
    }

    @Test
    void eachWayHasItsScoreAndTheWorseOneItsColour() {
        assertEquals("MOS 4.3 good, upload 3.8 fair, opus", WORDS.of(scores(4.3, 3.8)));
        assertEquals(Tone.BAD, WORDS.tone(scores(4.3, 2)));
        assertEquals(Tone.BAD, WORDS.tone(scores(2, 4.3)));
        assertEquals("Upload: MOS 4.3 good, opus", WORDS.of(scores(0, 4.3)));
        assertEquals(WORDS.tone(scores(4.3, 0)), WORDS.tone(scores(0, 4.3)));
    }

    @Test
    void aScoreThatIsNotKnownIsNotShown() {
        assertEquals("opus", WORDS.of(quality(0, 0, 0, 0, 0)));
        assertEquals(Tone.PLAIN, WORDS.tone(quality(0, 0, 0, 0, 0)));
        assertEquals(Tone.BAD, WORDS.tone(quality(2, 0, 0, 0, 0)));
    }
}
