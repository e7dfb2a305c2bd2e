package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;
import org.trunkline.spi.testkit.ConfigKindContract;

class ProbeKindTest extends ConfigKindContract {
    @Override
    protected ConfigKind kind() {
        return new ProbeKind();
    }

    @Override
    protected Map<String, String> sound() {
        return Map.of("name", "Echo", "trunk", "A", "number", "+46701234567", "every", "5", "seconds", "3");
    }

    @Override
    protected List<Map<String, String>> unsound() {
        return List.of(Map.of("name", "Echo", "trunk", "A", "number", " "), Map.of("name", "Echo", "trunk", "A", "number", "1", "caller", "1\n2"));
    }

    @Test
    void whatIsLeftOutIsTheUsual() {
        var probe = Probe.of(Map.of("name", "Echo", "trunk", "A", "number", "+46701234567"));
        assertEquals(Duration.ofMinutes(15), probe.every());
        assertEquals(5, probe.draft().seconds());
        assertEquals("", probe.draft().caller());
    }

    /** So that lists offer to call it. */
    @Test
    void itsNumbersCanBeCalled() {
        assertEquals(List.of("number", "caller"), new ProbeKind().info().fields().stream().filter(field -> field.type() == SettingType.DIALLED)
                .map(SettingField::name).toList());
    }
}
