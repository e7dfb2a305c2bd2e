package org.trunkline.node.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.Author;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakeSettings;

class AuditedSettingsTest {
    private final MemoryStore store = new MemoryStore();
    private final List<Boolean> told = new ArrayList<>();
    private final AuditedSettings settings = new AuditedSettings(new FakeNode().settings(), store, "admin", () -> told.add(true));

    @Test
    void theAuditSaysWhoChangedWhatAndNoSecret() throws Exception {
        Author.as("ada", () -> settings.change(Map.of(FakeSettings.REGION, Optional.of("SE"), FakeSettings.PORT, Optional.of("5070"),
                FakeSettings.SECRET, Optional.of("correct horse"))));
        settings.change(Map.of(FakeSettings.REGION, Optional.empty(), FakeSettings.SECRET, Optional.empty()));
        settings.change(Map.of(FakeSettings.REGION, Optional.of("Sweden")));
        settings.check(Map.of(FakeSettings.REGION, Optional.of("NO")));
        assertEquals(List.of("ada | change | settings | trunkline.smtp.password: set",
                "admin | change | settings | trunkline.smtp.password: removed"), store.notes);
        var changes = store.changes("settings", Long.MAX_VALUE, 10).stream().filter(c -> c.after().isPresent()).toList();
        assertEquals(List.of("admin", "ada"), changes.stream().map(c -> c.entry().who()).toList());
        assertEquals(Optional.of(Map.of(FakeSettings.REGION, "SE")), changes.getFirst().before());
        assertEquals(Optional.of(Map.of(FakeSettings.REGION, "")), changes.getFirst().after());
        assertEquals(Optional.of(Map.of(FakeSettings.REGION, "", FakeSettings.PORT, "5060")), changes.getLast().before());
        assertEquals(Optional.of(Map.of(FakeSettings.REGION, "SE", FakeSettings.PORT, "5070")), changes.getLast().after());
        assertEquals(2, told.size());
    }
}
