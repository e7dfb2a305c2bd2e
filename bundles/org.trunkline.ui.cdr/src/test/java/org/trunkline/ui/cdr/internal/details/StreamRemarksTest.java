package org.trunkline.ui.cdr.internal.details;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;

class StreamRemarksTest {
    private static List<String> remarks(Optional<LossBursts> bursts, Optional<FarEnd> farEnd) {
        var stream = new StreamReport(LegSide.CALLER, 0, "audio", "PCMA", 1000, 160_000, 20, 0, 0, Duration.ZERO,
                Duration.ZERO, Optional.empty(), 1, Optional.empty(), Optional.empty(), bursts, farEnd);
        return StreamRemarks.of(stream, Texts.of(RichText.class, Locale.ENGLISH),
                new Formats(ZoneId.of("UTC"), Locale.ENGLISH));
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        assertEquals(List.of(), remarks(Optional.empty(), Optional.empty()));
        assertEquals(List.of(), remarks(Optional.of(new LossBursts(0, 0.01, Duration.ZERO, Duration.ofSeconds(20))),
                Optional.empty()));
    }

    @Test
    void burstsAndTheFarEndAreToldInSentences() {
        assertEquals(List.of("Losses came in bursts of 120 ms on average, with 37.5% loss in the bursts and 900 ms between them.",
                "The far end reported 12 packets lost (at worst 6.3% between two reports) and 4 ms jitter.",
                "It discarded 1.2% of the packets because they arrived too late.", "It rates the audio that it received at MOS 3.6."),
                remarks(Optional.of(new LossBursts(0.375, 0.01, Duration.ofMillis(120), Duration.ofMillis(900))),
                        Optional.of(new FarEnd(3, 12, 0.063, Duration.ofMillis(4), Duration.ofMillis(9),
                                Optional.of(0.012), Optional.empty(), Optional.of(71.0), Optional.of(3.6)))));
    }

    private static Optional<String> worst(StreamSeries.Sample... samples) {
        return StreamRemarks.worst(new StreamSeries(LegSide.CALLER, 0, Instant.EPOCH, Duration.ofSeconds(30),
                List.of(samples)), Texts.of(RichText.class, Locale.ENGLISH), new Formats(ZoneId.of("UTC"), Locale.ENGLISH));
    }

    @Test
    void theWorstStepIsToldWhereOneWasBad() {
        var good = new StreamSeries.Sample(1500, 0, Duration.ofMillis(2), Optional.of(93.2), Optional.empty());
        var silent = new StreamSeries.Sample(0, 0, Duration.ZERO, Optional.empty(), Optional.empty());
        assertEquals(Optional.empty(), worst(good, silent, good));
        assertEquals(Optional.of("Worst from 1:00 to 1:30: 12.0% lost, jitter 45 ms, MOS 2.4."), worst(good, good,
                new StreamSeries.Sample(1320, 0.12, Duration.ofMillis(45), Optional.of(48.0), Optional.empty()), silent));
    }
}
