package org.trunkline.engine.port.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.SavedSearch;

/** What the audit keeps of a saved search is the whole of it. */
class SavedSearchTextsTest {
    @Test
    void allComesBack() {
        var plain = new SavedSearch("All", "", Optional.empty(), "bo", false, true, Optional.empty());
        assertEquals(Optional.of(plain), SavedSearchTexts.read(SavedSearchTexts.write(plain)));
        var rule = new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15), Optional.of("https://hooks.example/x"),
                List.of("a@example.com", "b@example.com"), List.of(ChannelUse.of("com.example.a/none", Map.of()),
                        ChannelUse.of("com.example.a/page", Map.of("number", "+46701234567", "text", "100%; a=b\n%0A", "url", ""))));
        var full = new SavedSearch("Busy", "cause:busy", Optional.of(Duration.ofDays(7)), "anna", true, false, Optional.of(rule));
        assertEquals(Optional.of(full), SavedSearchTexts.read(SavedSearchTexts.write(full)));
        assertEquals("com.example.a/none", SavedSearchTexts.write(full).get("alert.channels").lines().findFirst().orElseThrow());
    }

    @Test
    void otherTextsAreNone() {
        assertEquals(Optional.empty(), SavedSearchTexts.read(Map.of()));
        assertEquals(Optional.empty(), SavedSearchTexts.read(Map.of("name", "Busy", "alert.matches", "3")), "half an alert");
        assertEquals(Optional.empty(), SavedSearchTexts.read(Map.of("name", "Busy", "alert.matches", "3", "alert.within", "PT5M",
                "alert.quiet", "PT5M", "alert.channels", "channel com.example.a/page; settings number 1")), "as it was before");
    }
}
