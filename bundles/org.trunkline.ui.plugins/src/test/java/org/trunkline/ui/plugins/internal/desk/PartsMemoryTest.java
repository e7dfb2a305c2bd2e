package org.trunkline.ui.plugins.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.internal.preferences.EclipsePreferences;
import org.junit.jupiter.api.Test;

class PartsMemoryTest {
    private static final String CRM = "com.example.crm";

    private final PartsMemory memory = new PartsMemory(new EclipsePreferences());

    @Test
    void partsOfAnotherNodeGoWhenTheUserRemovesThem() {
        memory.answered("north", CRM, "1.0.0", true);
        memory.cameFrom(CRM, "north");
        memory.answered("north", "com.example.crmx", "1.0.0", true);
        memory.leave("south", CRM, "1.1.0");
        assertEquals(List.of(CRM), memory.from("south", List.of(CRM)), "those that the desk removes now");
        assertEquals(Optional.of(false), memory.answer("south", CRM, "1.1.0"));
        assertEquals(Optional.of(false), memory.answer("north", CRM, "1.0.0"), "its node does not bring them back");
        assertEquals(Optional.of(true), memory.answer("north", "com.example.crmx", "1.0.0"));
    }

    @Test
    void withoutPartsThereAreNoneToRemove() {
        memory.leave("south", CRM, "1.0.0");
        assertFalse(memory.keeps(CRM));
        memory.askAgain("south", CRM, "1.0.0");
        assertEquals(Optional.empty(), memory.answer("south", CRM, "1.0.0"));
    }
}
