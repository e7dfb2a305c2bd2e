package org.trunkline.ui.cdr.internal.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;

class SavedPlacesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.000000499Z");
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    private static String fixed(String text, TimeRange range) {
        return SavedPlaces.fixed(new Place(text, range), NOW, STOCKHOLM);
    }

    @Test
    void aHoldMeansTheCallsFoundNowForEver() {
        assertEquals("cause:busy AND started:[2026-11-21T11:00:00Z TO 2026-11-21T12:00:00Z}",
                fixed(" cause:busy ", TimeRange.HOUR));
        assertEquals("started:[2026-11-19T23:00:00Z TO 2026-11-20T23:00:00Z}", fixed("", new TimeRange.Day(1)));
        assertEquals("(trunk:a OR trunk:b) AND started:[2026-11-20T23:00:00Z TO 2026-11-21T12:00:00Z}",
                fixed("trunk:a OR trunk:b", new TimeRange.Day(0)));
        assertEquals("number:\"+46701234567\"", fixed("number:\"+46701234567\"", new TimeRange.All()));
    }
}
