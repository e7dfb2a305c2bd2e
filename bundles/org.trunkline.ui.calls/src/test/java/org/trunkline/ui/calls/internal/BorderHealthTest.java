package org.trunkline.ui.calls.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.border.BorderStatus.Refusals;
import org.trunkline.domain.border.BorderStatus.Table;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

class BorderHealthTest {
    private Instant now = Samples.START;
    private final BorderHealth health = new BorderHealth(Texts.of(BorderHealth.class, Locale.ENGLISH),
            new Formats(ZoneId.of("UTC"), Locale.ENGLISH), () -> now);

    private static BorderStatus status(long overload, long malformed, Table... tables) {
        return new BorderStatus(List.of(tables),
                List.of(new Refusals("overload", overload), new Refusals("malformed", malformed)), List.of(), 0);
    }

    @Test
    void refusalsForWantOfRoomAreTroubleWhileTheyGrow() {
        health.refusals(status(7, 0));
        assertEquals(Tone.OK, health.refusals(status(7, 100)).orElseThrow().tone(), "what others send wrong is not ours");
        assertEquals(Tone.BAD, health.refusals(status(8, 100)).orElseThrow().tone());
        now = now.plusSeconds(29);
        assertEquals(Tone.BAD, health.refusals(status(8, 100)).orElseThrow().tone());
        now = now.plusSeconds(2);
        var row = health.refusals(status(8, 100)).orElseThrow();
        assertEquals(Tone.OK, row.tone());
        assertEquals("8 overload, 100 malformed", row.detail());
    }

    @Test
    void aTableNearlyFullIsTold() {
        var limits = health.limits(status(0, 0, new Table("mailboxes", 1800, 2000), new Table("media-ports", 9, 9),
                new Table("sources", 5, 0)));
        assertEquals(List.of("Mailboxes", "Source table"), limits.stream().map(limit -> limit.row().what()).toList());
        assertEquals(Tone.WARN, limits.get(0).row().tone());
        assertEquals(0.9, limits.get(0).ratio());
        assertEquals("1,800 of at most 2,000", limits.get(0).row().detail());
        assertEquals("5, no limit", limits.get(1).row().detail());
    }

    @Test
    void aNodeThatTellsNothingHasNoLines() {
        assertEquals(List.of(), health.limits(BorderStatus.NONE));
        assertEquals(Optional.empty(), health.refusals(BorderStatus.NONE));
    }
}
