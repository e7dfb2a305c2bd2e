package org.trunkline.ui.cdr.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class TimeRangeTest {
    private static final Instant NOW = Instant.parse("2026-03-29T10:00:00Z");
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    @Test
    void daysAreThoseOfTheAdminsZoneEvenWhenClocksChange() {
        var today = new TimeRange.Day(0).query("x", NOW, STOCKHOLM);
        assertEquals(Optional.of(Instant.parse("2026-03-28T23:00:00Z")), today.from());
        assertEquals(Optional.empty(), today.to());
        assertEquals("x", today.text());
        var yesterday = new TimeRange.Day(1).query("", NOW.plus(Duration.ofDays(1)), STOCKHOLM);
        assertEquals(Optional.of(Instant.parse("2026-03-28T23:00:00Z")), yesterday.from());
        assertEquals(Optional.of(Instant.parse("2026-03-29T22:00:00Z")), yesterday.to());
    }

    @Test
    void openRangesTakeNewCalls() {
        assertTrue(TimeRange.HOUR.isOpen());
        assertTrue(new TimeRange.All().isOpen());
        assertTrue(new TimeRange.Day(0).isOpen());
        assertFalse(new TimeRange.Day(1).isOpen());
        assertEquals(Optional.of(NOW.minusSeconds(3600)), TimeRange.HOUR.query("", NOW, STOCKHOLM).from());
    }

    @Test
    void aMementoBringsItBack() {
        for (TimeRange range : List.of(TimeRange.HOUR, new TimeRange.Day(1), new TimeRange.All()))
            assertEquals(range, TimeRange.decode(range.encode()));
        assertEquals(TimeRange.DAY, TimeRange.decode("nonsense"));
        assertEquals(TimeRange.DAY, TimeRange.decode("last:nonsense"));
        assertEquals(TimeRange.DAY, TimeRange.decode("2026-03-29T10:00:00Z/2026-03-29T10:00:00Z"));
    }

    @Test
    void eachSaysWhatOneCouldHaveTyped() {
        assertEquals(List.of("started:[-15m TO now]", "started:[-1h TO now]", "started:[-24h TO now]",
                "started:[-7d TO now]", "started:[-30d TO now]", "started:today", "started:yesterday"),
                Stream.of(new TimeRange.Last(Duration.ofMinutes(15)), TimeRange.HOUR, TimeRange.DAY,
                        new TimeRange.Last(Duration.ofDays(7)), new TimeRange.Last(Duration.ofDays(30)),
                        new TimeRange.Day(0), new TimeRange.Day(1)).map(r -> r.clause().orElseThrow()).toList());
        assertEquals(Optional.empty(), new TimeRange.All().clause());
    }
}
