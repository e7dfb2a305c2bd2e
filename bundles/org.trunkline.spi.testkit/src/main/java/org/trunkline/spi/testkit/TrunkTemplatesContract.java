package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.config.TrunkTemplates.TrunkTemplate;

/** What all {@link TrunkTemplates} keep to. */
public abstract class TrunkTemplatesContract {
    private static final int MOST = 500;
    private static final Pattern ASKED = Pattern.compile("\\{([^}]*)}");

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
            asksForWhatItUses(template);
        }
    }

    private static void asksForWhatItUses(TrunkTemplate template) {
        var names = template.asked().stream().map(SettingField::name).toList();
        template.trunk().forEach((path, value) -> {
            var matcher = ASKED.matcher(value);
            while (matcher.find())
                assertTrue(names.contains(matcher.group(1)), template.id() + ": " + path + " needs {" + matcher.group(1)
                        + "}, which is not asked");
        });
    }
}
