package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;

import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

/** What every form keeps to. */
final class Forms {
    private static final int MOST = 60;

    private Forms() {}

    static void check(List<SettingField> fields) {
        assertTrue(fields.size() <= MOST, fields.size() + " fields, at most " + MOST);
        var names = new HashSet<String>();
        for (var field : fields) {
            assertTrue(field.name().matches("[a-z][A-Za-z0-9]{0,39}"), "not lower camel case: " + field.name());
            assertTrue(names.add(field.name()), "twice: " + field.name());
            text(field.label());
            assertEquals(field.type() == SettingType.CHOICE, !field.choices().isEmpty(), field.name() + ": choices");
            assertFalse(field.min().isPresent() && field.max().isPresent()
                    && field.min().getAsLong() > field.max().getAsLong(), field.name() + ": min is above max");
            assertFalse(field.secret() && field.defaultValue().isPresent(), field.name() + ": a secret with a default is none");
        }
    }

    static void text(LocalizedText text) {
        assertFalse(text.en().isBlank(), "a text without English");
        for (String language : text.others().keySet())
            assertTrue(List.of("sv", "zh", "id").contains(language), "no language of the desk: " + language);
    }

    static void name(String name, int longest) {
        assertTrue(name.matches("[a-z0-9-]{1," + longest + "}"), "not lower case, digits and hyphens: " + name);
    }
}
