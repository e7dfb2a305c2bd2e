package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.config.TrunkTemplates.TrunkTemplate;

/** What all {@link TrunkTemplates} keep to. */
public abstract class TrunkTemplatesContract {
    private static final int MOST = 500;

    protected abstract TrunkTemplates templates();

    @Test
    public void eachCanBeUsed() throws Exception {
        var all = templates().templates();
        assertTrue(all.size() <= MOST, all.size() + " templates, at most " + MOST);
        var ids = new HashSet<String>();
        for (var template : all) {
            Forms.name(template.id(), 40);
            assertTrue(ids.add(template.id()), "twice: " + template.id());
            assertFalse(template.provider().isBlank(), template.id() + " names no provider");
            assertTrue(template.country().matches("[A-Z]{2}|"), template.id() + ": " + template.country());
            assertFalse(template.source().isBlank(), template.id() + " names no source");
            Forms.check(template.asked());
            makesATrunk(template);
        }
    }

    private static void makesATrunk(TrunkTemplate template) {
        var names = template.asked().stream().map(SettingField::name).toList();
        assertEquals("", template.problem().orElse(""), template.id());
        for (var name : names)
            assertTrue(template.trunk().values().stream().anyMatch(value -> value.contains("{" + name + "}")), template.id()
                    + " asks for {" + name + "} and does not use it");
    }
}
