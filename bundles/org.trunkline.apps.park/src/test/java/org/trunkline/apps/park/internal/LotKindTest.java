package org.trunkline.apps.park.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

class LotKindTest {
    private static List<String> wrong(Map<String, String> entry) {
        return new LotKind().check(entry).stream().map(FieldProblem::field).toList();
    }

    @Test
    void rangesAndSingleNumbers() {
        assertEquals(Optional.of(List.of("701", "702", "703", "720", "*5")), SlotRange.parse("701-703, 720; *5,701"));
        assertEquals(Optional.of(List.of("008", "009", "010")), SlotRange.parse("008-010"));
        for (var bad : List.of("", "701-", "709-701", "70-709", "1-2000000000", "701-801", "a", "701-709-711", ","))
            assertEquals(Optional.empty(), SlotRange.parse(bad), bad);
        assertEquals(100, SlotRange.parse("700-799").orElseThrow().size());
    }

    @Test
    void badFieldsAreNamed() {
        assertEquals(List.of(), wrong(Map.of("number", "700", "slots", "701-709", "fallback", "reception", "audio", "/srv/hold.wav")));
        assertEquals(List.of("number", "slots"), wrong(Map.of("number", "7a")));
        assertEquals(List.of("slots"), wrong(Map.of("number", "705", "slots", "701-709")));
        assertEquals(List.of("fallback"), wrong(Map.of("number", "700", "slots", "701-709", "fallback", "703")));
        assertEquals(List.of("audio"), wrong(Map.of("number", "700", "slots", "701-709", "audio", "hold.wav")));
        assertEquals(List.of("audio"), wrong(Map.of("number", "700", "slots", "701-709", "audio", "/etc/passwd")));
    }

    private static List<String> conflicts(String number, String slots) {
        var others = List.of(Map.of("number", "700", "slots", "701-709"), Map.of("number", "800", "slots", "801, 803"));
        return new LotKind().conflicts(Map.of("number", number, "slots", slots), others).stream()
                .map(problem -> problem.field() + ": " + problem.text().en()).toList();
    }

    @Test
    void noNumberLeadsToTwoLots() {
        assertEquals(List.of(), conflicts("600", "601-609, 802"));
        assertEquals(List.of("slots: The lot 700 has the slot 708 too", "slots: The lot 800 has the slot 801 too"), conflicts("600", "708-712, 801"));
        assertEquals(List.of("number: 705 is a slot of the lot 700"), conflicts("705", "601"));
        assertEquals(List.of("slots: 800 is the number of another lot"), conflicts("600", "800"));
        assertEquals(List.of("slots"), new LotKind().compared());
    }

    @Test
    void whatIsLeftOutIsFilledIn() {
        var lot = Lot.of(Map.of("number", "700", "slots", "701"));
        assertEquals(120, lot.timeout().toSeconds());
        assertEquals(Optional.empty(), lot.fallback());
        assertEquals(10, Lot.of(Map.of("number", "700", "slots", "701", "timeout", "1")).timeout().toSeconds());
    }

    /** So that lists offer to call it. */
    @Test
    void itsNumbersCanBeCalled() {
        assertEquals(List.of("number", "fallback"), new LotKind().info().fields().stream().filter(field -> field.type() == SettingType.DIALLED)
                .map(SettingField::name).toList());
    }
}
