package org.trunkline.phone.internal.headset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.phone.internal.headset.Descriptors.bytes;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.phone.internal.headset.TelephonyReports.Button;
import org.trunkline.phone.internal.headset.TelephonyReports.Input;

class ReportDescriptorTest {
    private static final HeadsetLamps TALKS_MUTED = new HeadsetLamps(false, true, true, false);

    private static TelephonyReports reports(byte[] descriptor) {
        return new TelephonyReports(ReportDescriptor.parse(descriptor));
    }

    private static List<Button> pressed(TelephonyReports reports, String report) {
        return reports.read(bytes(report)).stream().filter(it -> it.value() != 0).map(Input::button).toList();
    }

    private static List<String> written(TelephonyReports reports, HeadsetLamps before, HeadsetLamps now) {
        return reports.write(before, now).stream().map(it -> java.util.HexFormat.of().formatHex(it)).toList();
    }

    @Test
    void oneReportForAllButtonsAndOneForAllLamps() {
        var reports = reports(Descriptors.ONE_REPORT);
        assertTrue(reports.isHeadset());
        assertEquals(List.of(Button.HOOK), pressed(reports, "02 01 00"));
        assertEquals(List.of(Button.FLASH), pressed(reports, "02 08 00"));
        assertEquals(List.of(Button.DROP, Button.MUTE), pressed(reports, "02 14 00"));
        assertEquals(List.of(), pressed(reports, "01 03"), "volume");
        assertEquals(List.of(), reports.read(bytes("02")), "a report that is too short");
        assertEquals(List.of(), reports.read(new byte[0]));
        assertEquals(List.of("020500"), written(reports, HeadsetLamps.OFF, TALKS_MUTED));
        assertEquals(List.of("024800"), written(reports, HeadsetLamps.OFF, new HeadsetLamps(true, false, false, false)), "lamp and ringer");
        assertEquals(List.of("020000"), written(reports, TALKS_MUTED, HeadsetLamps.OFF));
        assertEquals(List.of(), written(reports, TALKS_MUTED, TALKS_MUTED));
    }

    @Test
    void aReportForEachLamp() {
        var reports = reports(Descriptors.REPORT_FOR_EACH_LAMP);
        assertEquals(List.of(new Input(Button.HOOK, 1, false), new Input(Button.MUTE, 0, true)), reports.read(bytes("08 01")));
        assertEquals(List.of("0901", "1701"), written(reports, HeadsetLamps.OFF, TALKS_MUTED));
        assertEquals(List.of("0900"), written(reports, TALKS_MUTED, new HeadsetLamps(false, true, false, false)), "only what changed");
        assertEquals(List.of("2001"), written(reports, HeadsetLamps.OFF, new HeadsetLamps(false, false, false, true)));
    }

    @Test
    void reportsWithoutNumberAndInputsMarkedAsConstant() {
        var descriptor = ReportDescriptor.parse(Descriptors.NO_NUMBERS);
        var reports = new TelephonyReports(descriptor);
        assertFalse(descriptor.numbered());
        assertTrue(reports.isHeadset());
        assertEquals(List.of(new Input(Button.HOOK, 1, false), new Input(Button.MUTE, 1, true)), reports.read(bytes("03")));
        assertEquals(List.of("0003"), written(reports, HeadsetLamps.OFF, TALKS_MUTED), "hidraw wants a zero before it");
    }

    @Test
    void arraysSayWhichButtonIsPressed() {
        var reports = reports(Descriptors.ARRAY);
        assertEquals(List.of(Button.HOOK), pressed(reports, "01 00"));
        assertEquals(List.of(Button.FLASH, Button.MUTE), pressed(reports, "02 01"));
        assertEquals(List.of(), pressed(reports, "00 00"));
        assertEquals(List.of(), pressed(reports, "FF 00"), "no usage of the range");
    }

    @Test
    void aKeyboardIsNoHeadset() {
        assertFalse(reports(Descriptors.KEYBOARD).isHeadset());
        assertEquals(List.of(), reports(Descriptors.KEYBOARD).write(HeadsetLamps.OFF, TALKS_MUTED), "its lamps are left alone");
    }

    @Test
    void aRelativeSwitchOfTwoBitsHasASign() {
        var reports = reports(bytes("05 0B 09 05 A1 01 15 FF 25 01 75 02 95 01 09 2F 81 06 75 06 81 01 C0"));
        assertEquals(List.of(new Input(Button.MUTE, -1, true)), reports.read(bytes("03")));
        assertEquals(List.of(new Input(Button.MUTE, 1, true)), reports.read(bytes("01")));
    }

    @Test
    void longItemsArePassedOver() {
        assertTrue(reports(bytes("FE 02 10 AA BB 05 0B 09 05 A1 01 15 00 25 01 75 01 95 08 09 20 81 02 C0")).isHeadset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"05", "07 0B 00", "A1 01", "C0", "A1 01 C0 C0", "B4", "85 00", "86 00 01", "19 21 29 20 81 02", "FE 05", "FE 05 00 01",
            "77 FF FF FF 7F 95 01 81 02", "97 00 00 00 FF 81 02", "75 20 97 00 00 02 00 09 20 81 02"})
    void whatIsMalformedIsRefused(String descriptor) {
        assertThrows(IllegalArgumentException.class, () -> ReportDescriptor.parse(bytes(descriptor)));
    }

    @Test
    void tooMuchOfAnythingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ReportDescriptor.parse(new byte[ReportDescriptor.LONGEST + 1]));
        assertThrows(IllegalArgumentException.class, () -> ReportDescriptor.parse(bytes("A4 ".repeat(65))), "pushes");
        assertThrows(IllegalArgumentException.class, () -> ReportDescriptor.parse(bytes("A1 01 ".repeat(65) + "C0 ".repeat(65))), "collections");
        assertThrows(IllegalArgumentException.class, () -> ReportDescriptor.parse(bytes("75 01 96 01 10 09 20 81 02")), "fields");
    }

    /** What a broken or hostile device could say: refused or read, and no other exception. */
    @Test
    void noDescriptorBreaksTheParser() {
        var random = new Random(72);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var descriptor = Arrays.copyOf(Descriptors.ONE_REPORT, random.nextInt(Descriptors.ONE_REPORT.length + 1));
            for (int j = random.nextInt(4); j > 0 && descriptor.length > 0; j--)
                descriptor[random.nextInt(descriptor.length)] = (byte) random.nextInt(256);
            var report = new byte[random.nextInt(5)];
            random.nextBytes(report);
            try {
                var reports = reports(descriptor);
                reports.read(report);
                reports.write(HeadsetLamps.OFF, TALKS_MUTED);
                read++;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("malformed"), e::toString);
            }
        }
        assertTrue(read > 1000, "only " + read);
    }

    @Test
    void bitsBeyondAByteBelongToTheirField() {
        var reports = reports(bytes("05 0B 09 05 A1 01 15 00 25 01 75 01 95 09 81 01 95 01 09 20 81 02 95 06 81 01 C0"));
        assertEquals(List.of(Button.HOOK), pressed(reports, "00 02"));
        assertEquals(List.of(), pressed(reports, "FF FD"));
        assertArrayEquals(new byte[0][], reports.write(HeadsetLamps.OFF, TALKS_MUTED).toArray(byte[][]::new), "it has no lamps");
    }
}
