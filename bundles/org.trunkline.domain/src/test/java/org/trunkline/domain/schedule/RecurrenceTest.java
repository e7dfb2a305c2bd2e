package org.trunkline.domain.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class RecurrenceTest {
    private static Recurrence of(String at, Repeat repeat) {
        return new Recurrence(Recurrence.time(at), ZoneId.of("Europe/Stockholm"), repeat);
    }

    private static Optional<String> next(Recurrence of, String after) {
        return of.next(Instant.parse(after)).map(Instant::toString);
    }

    @Test
    void theFirstIsOnADayThatIsMeant() {
        assertEquals(LocalDateTime.parse("2026-11-30T09:00"), of("2026-11-28 09:00", Repeat.WEEKDAYS).first(), "Saturday is not a weekday");
        assertEquals(Optional.of("2026-11-30T08:00:00Z"), next(of("2026-11-28 09:00", Repeat.WEEKDAYS), "2026-01-01T00:00:00Z"));
        assertEquals(LocalDateTime.parse("2026-11-28T09:00"), of("2026-11-28 09:00", Repeat.WEEKLY).first());
    }

    @Test
    void theNextIsAfterAndStaysAtItsTimeOnTheClock() {
        var weekly = of("2027-03-24 09:00", Repeat.WEEKLY);
        assertEquals(Optional.of("2027-03-31T07:00:00Z"), next(weekly, "2027-03-24T08:00:00Z"), "summer time began on the 28th");
        assertEquals(Optional.of("2036-10-29T08:00:00Z"), next(weekly, "2036-10-28T08:00:00Z"));
        assertEquals(Optional.of("2027-03-28T01:30:00Z"), next(of("2027-03-01 02:30", Repeat.DAILY), "2027-03-27T02:00:00Z"), "half past two is skipped");
    }

    @Test
    void onceIsOver() {
        assertEquals(Optional.empty(), next(of("2026-11-24 09:00", Repeat.ONCE), "2026-11-24T08:00:00Z"));
        assertEquals(Optional.of("2026-11-24T08:00:00Z"), next(of("2026-11-24 09:00", Repeat.ONCE), "2026-11-24T07:59:59Z"));
    }

    @Test
    void aTimeIsReadAsItIsWritten() {
        assertEquals("2026-11-24 09:00", Recurrence.text(Recurrence.time(" 2026-11-24T09:00")));
        assertThrows(DateTimeException.class, () -> Recurrence.time("2026-02-30 09:00"));
    }
}
