package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;
import org.trunkline.spi.testkit.ConfigKindContract;

class CallKindTest extends ConfigKindContract {
    private final CallKind kind = new CallKind(InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")));

    @Override
    protected ConfigKind kind() {
        return kind;
    }

    @Override
    protected Map<String, String> sound() {
        return with(Map.of());
    }

    private static Map<String, String> with(Map<String, String> more) {
        var entry = new HashMap<>(Map.of("name", "Monday", "at", "2026-11-24 09:00", "zone", "Europe/Stockholm", "repeat", "once",
                "subscribers", "anna, bo", "number", "8000"));
        entry.putAll(more);
        return entry;
    }

    @Override
    protected List<Map<String, String>> unsound() {
        return List.of(with(Map.of("at", "tomorrow")), with(Map.of("at", "2026-02-30 09:00")), with(Map.of("at", "2026-11-24 09:00:00")),
                with(Map.of("zone", "Sweden")), with(Map.of("subscribers", " , ")), with(Map.of("subscribers", "anna,anna")),
                with(Map.of("subscribers", "anna, b o")), with(Map.of("number", " ")), with(Map.of("number", "1\n2")),
                with(Map.of("invite", "anna")), with(Map.of("invite", "a@example.com\r\nBcc: b@example.com")), with(Map.of("invite", "a@x.com,A@x.com")),
                with(Map.of("invite", "a@x.com" + IntStream.range(0, 20).mapToObj(i -> ",a" + i + "@x.com").collect(Collectors.joining()))),
                with(Map.of("at", "2026-11-23 12:59")));
    }

    @Test
    void aTimeThatHasPassedIsWrongWhereItWouldNeverComeAgain() {
        assertEquals(List.of("at"), kind.check(with(Map.of("at", "2026-11-23 12:59"))).stream().map(FieldProblem::field).toList());
        assertEquals(List.of(), kind.check(with(Map.of("at", "2026-11-23 13:01"))));
        assertEquals(List.of(), kind.check(with(Map.of("at", "2026-11-23 12:59", "repeat", "daily"))));
        assertEquals(List.of(), kind.check(with(Map.of("at", "2026-11-23 12:59", "enabled", "false"))));
    }

    /** So that lists offer to call it. */
    @Test
    void itsNumbersCanBeCalled() {
        assertEquals(List.of("number"), new CallKind().info().fields().stream().filter(field -> field.type() == SettingType.DIALLED)
                .map(SettingField::name).toList());
    }
}
