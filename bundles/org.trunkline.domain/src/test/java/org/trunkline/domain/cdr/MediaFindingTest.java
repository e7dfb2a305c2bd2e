package org.trunkline.domain.cdr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.quality.StreamReport;

/** What streams tell of a call's sound. */
class MediaFindingTest {
    private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

    private static StreamReport audio(LegSide from, String codec, long packets) {
        return new StreamReport(from, 0, "audio", codec, packets, packets * 160, 0, 0, 0, Duration.ZERO, Duration.ZERO,
                Optional.empty(), 1, Optional.empty(), Optional.empty());
    }

    private static List<MediaFinding> of(Duration talk, StreamReport... streams) {
        var nobody = new Party("", Optional.empty(), "");
        return MediaFinding.of(new Cdr(new CallId("01KG9WRJ5X0000000001"), Direction.INTERNAL, nobody, nobody,
                Optional.empty(), Optional.empty(), START, Optional.empty(), Optional.of(START), START.plus(talk),
                EndedBy.CALLER, 200, Cause.NORMAL, Optional.empty(), List.of(), List.of(streams),
                Why.byDialPlan(1, Optional.empty(), "", "", List.of())));
    }

    @Test
    void aGoodCallHasNone() {
        assertEquals(List.of(), of(Duration.ofSeconds(10), audio(LegSide.CALLER, "PCMA", 500),
                audio(LegSide.CALLEE, "PCMA", 500)));
        assertEquals(List.of(), of(Duration.ofSeconds(10)), "media that the node did not see");
    }

    @Test
    void silenceIsNamed() {
        var talk = Duration.ofSeconds(3);
        assertEquals(List.of(MediaFinding.NO_AUDIO), of(talk, audio(LegSide.CALLER, "", 0), audio(LegSide.CALLEE, "", 0)));
        assertEquals(List.of(MediaFinding.CALLER_SILENT), of(talk, audio(LegSide.CALLEE, "PCMA", 9)));
        assertEquals(List.of(MediaFinding.CALLEE_SILENT), of(talk, audio(LegSide.CALLER, "PCMA", 9)));
        assertEquals(List.of(), of(Duration.ofSeconds(2), audio(LegSide.CALLER, "", 0)), "too short to say");
    }

    @Test
    void aCodecNobodyAgreedToIsNamed() {
        assertEquals(List.of(MediaFinding.WRONG_CODEC), of(Duration.ofSeconds(10), audio(LegSide.CALLER, "PT 96", 500),
                audio(LegSide.CALLEE, "PCMA", 500)));
    }
}
