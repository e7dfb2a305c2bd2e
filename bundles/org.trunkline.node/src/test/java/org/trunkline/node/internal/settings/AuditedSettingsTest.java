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
        Author.as("ada", () -> settings.change(Map.of(FakeSettings.REGION, Optional.of("SE"), FakeSettings.SECRET, Optional.of("correct horse"))));
        settings.change(Map.of(FakeSettings.REGION, Optional.empty(), FakeSettings.SECRET, Optional.empty()));
        settings.change(Map.of(FakeSettings.REGION, Optional.of("Sweden")));
        settings.check(Map.of(FakeSettings.REGION, Optional.of("NO")));
        assertEquals(List.of("ada | change | settings | trunkline.region: none → SE, trunkline.smtp.password: set",
                "admin | change | settings | trunkline.region: SE → none, trunkline.smtp.password: removed"), store.notes);
        assertEquals(2, told.size());
    }
}
