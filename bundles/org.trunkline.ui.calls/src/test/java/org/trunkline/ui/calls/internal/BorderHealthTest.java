package org.trunkline.ui.calls.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

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
        health.rows(status(7, 0));
        assertEquals(Tone.OK, health.rows(status(7, 100)).getFirst().tone(), "what others send wrong is not ours");
        assertEquals(Tone.BAD, health.rows(status(8, 100)).getFirst().tone());
        now = now.plusSeconds(29);
        assertEquals(Tone.BAD, health.rows(status(8, 100)).getFirst().tone());
        now = now.plusSeconds(2);
        var row = health.rows(status(8, 100)).getFirst();
        assertEquals(Tone.OK, row.tone());
        assertEquals("8 overload, 100 malformed", row.detail());
    }

    @Test
    void aTableNearlyFullIsTold() {
        var rows = health.rows(status(0, 0, new Table("mailboxes", 1800, 2000), new Table("media-ports", 9, 9),
                new Table("sources", 5, 0)));
        assertEquals(List.of("Refusals", "Mailboxes", "Source table"), rows.stream().map(HealthRow::what).toList());
        assertEquals(Tone.WARN, rows.get(1).tone());
        assertEquals("1,800 of at most 2,000", rows.get(1).detail());
        assertEquals("5, no limit", rows.get(2).detail());
    }

    @Test
    void aNodeThatTellsNothingHasNoLines() {
        assertEquals(List.of(), health.rows(BorderStatus.NONE));
    }
}
