package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class ScheduledCallTest {
    private static ScheduledCall call(String at, String repeat) {
        return ScheduledCall.of(Map.of("name", "x", "at", at, "zone", "Europe/Stockholm", "repeat", repeat, "subscribers", "anna", "number", "8000"));
    }

    /** All within days, looked for every minute. */
    private static List<String> all(ScheduledCall call, String from, int days) {
        var found = new ArrayList<String>();
        var begin = Instant.parse(from);
        for (var at = begin; at.isBefore(begin.plus(Duration.ofDays(days))); at = at.plusSeconds(60))
            call.due(at, at.plusSeconds(60)).ifPresent(instant -> found.add(instant.toString()));
        return found;
    }

    @Test
    void onceIsOnce() {
        assertEquals(List.of("2026-11-24T08:00:00Z"), all(call("2026-11-24 09:00", "once"), "2026-11-23T00:00:00Z", 10));
        assertEquals(List.of(), all(call("2026-11-24 09:00", "once"), "2026-11-24T08:00:00Z", 2), "the end of a look belongs to it, its begin does not");
    }

    @Test
    void weekdaysLeaveTheWeekendOut() {
        assertEquals(List.of("2026-11-26T23:30:00Z", "2026-11-29T23:30:00Z"),
                all(call("2026-11-27 00:30", "weekdays"), "2026-11-25T00:00:00Z", 5), "Friday and Monday where it is half past midnight");
    }

    @Test
    void aWeekLaterItIsTheSameTimeOnTheClock() {
        assertEquals(List.of("2027-03-24T08:00:00Z", "2027-03-31T07:00:00Z"), all(call("2027-03-24 09:00", "weekly"), "2027-03-20T00:00:00Z", 14));
    }

    @Test
    void aTimeThatAClockChangeSkipsOrHasTwiceComesOnce() {
        assertEquals(List.of("2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"),
                all(call("2027-03-27 02:30", "daily"), "2027-03-26T12:00:00Z", 3));
        assertEquals(List.of("2026-10-25T00:30:00Z"), all(call("2026-10-25 02:30", "once"), "2026-10-24T00:00:00Z", 3));
    }

    @Test
    void nothingComesBeforeItsFirstDayNorWhileItIsDisabled() {
        assertEquals(List.of(), all(call("2026-12-24 09:00", "daily"), "2026-11-23T00:00:00Z", 3));
        var disabled = ScheduledCall.of(Map.of("name", "x", "at", "2026-11-24 09:00", "repeat", "daily", "subscribers", "a", "number", "1", "enabled", "false"));
        assertEquals(Optional.empty(), disabled.due(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z")));
    }
}
