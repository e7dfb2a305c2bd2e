package org.trunkline.ui.trunks.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.testkit.node.FakeEntries;

class NextCallTest {
    private static final Instant NOW = Instant.parse("2027-03-27T12:00:00Z");

    private static String next(String... more) {
        var zone = new Field("zone", "text", Map.of("en", "Zone"), Map.of("en", "Zone"), false, false, "", "America/New_York", "", "", Map.of());
        var entry = new HashMap<>(Map.of("name", "x", "at", "2027-01-18 09:00", "zone", "Europe/Stockholm", "repeat", "daily"));
        for (int i = 0; i < more.length; i += 2)
            entry.put(more[i], more[i + 1]);
        return NextCall.of(new PluginEntries.Kind("schedule", "call", Map.of(), "name", List.of(zone))).orElseThrow().after(NOW, entry)
                .map(Instant::toString).orElse("-");
    }

    @Test
    void itIsTheNextInTheZoneOfTheCall() {
        assertEquals("2027-03-28T07:00:00Z", next(), "summer time begins that night");
        assertEquals("2027-03-27T13:00:00Z", next("zone", ""), "that of the node is the default of the form");
        assertEquals("2027-03-29T07:00:00Z", next("repeat", "weekdays"));
    }

    @Test
    void whatIsOverOrDisabledHasNone() {
        assertEquals("-", next("repeat", "once"));
        assertEquals("-", next("enabled", "false"));
        assertEquals("-", next("zone", "Nowhere/Atall"));
        assertTrue(NextCall.of(FakeEntries.DOORS).isEmpty());
    }
}
