package org.trunkline.phone.internal.headset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import org.trunkline.phone.internal.headset.ReportField.Kind;

/**
 * The reports of a headset: buttons of the telephony page (HID Usage Tables 1.5 §14), and lamps of the LED page (§11). Others than those in a
 * telephony collection are left alone: keyboards have LEDs too.
 */
final class TelephonyReports {
    /** A button in a report. @param value 0 where it is off */
    record Input(Button button, int value, boolean relative) {}

    enum Button {
        HOOK(0x0B0020), FLASH(0x0B0021), DROP(0x0B0026), MUTE(0x0B002F);

        private final int usage;

        Button(int usage) {
            this.usage = usage;
        }
    }

    private static final int TELEPHONY = 0x0B;
    private static final int LED_MUTE = 0x080009;
    private static final int LED_OFF_HOOK = 0x080017;
    private static final int LED_RING = 0x080018;
    private static final int LED_HOLD = 0x080020;
    private static final int RINGER = 0x0B009E;

    private final ReportDescriptor descriptor;
    private final List<ReportField> inputs;
    private final List<ReportField> outputs;

    TelephonyReports(ReportDescriptor descriptor) {
        this.descriptor = descriptor;
        var telephony = descriptor.fields().stream().filter(it -> it.application() >>> 16 == TELEPHONY).toList();
        inputs = telephony.stream().filter(it -> it.kind() == Kind.INPUT).toList();
        outputs = telephony.stream().filter(it -> it.kind() == Kind.OUTPUT && !it.array()).toList();
    }

    /** Whether it has a button that this phone knows. */
    boolean isHeadset() {
        return Arrays.stream(Button.values()).anyMatch(button -> inputs.stream().anyMatch(it -> it.usages().stream()
                .anyMatch(range -> range.first() <= button.usage && button.usage <= range.last())));
    }

    /** @param report as it came, with its id where the device numbers them; what cannot be read of it is left out */
    List<Input> read(byte[] report) {
        if (descriptor.numbered() && report.length == 0)
            return List.of();
        int id = descriptor.numbered() ? report[0] & 255 : 0;
        var data = descriptor.numbered() ? Arrays.copyOfRange(report, 1, report.length) : report;
        var here = inputs.stream().filter(it -> it.report() == id).toList();
        var found = new ArrayList<Input>();
        for (var button : Button.values()) {
            var single = here.stream().filter(it -> !it.array() && it.usage() == button.usage).findFirst();
            single.ifPresent(it -> it.read(data).ifPresent(value -> found.add(new Input(button, value, it.relative()))));
            var arrays = here.stream().filter(it -> it.array() && it.usages().stream()
                    .anyMatch(range -> range.first() <= button.usage && button.usage <= range.last())).toList();
            if (single.isEmpty() && !arrays.isEmpty())
                found.add(new Input(button, arrays.stream().anyMatch(it -> it.read(data).stream().anyMatch(value -> it.chosen(value).stream()
                        .anyMatch(usage -> usage == button.usage))) ? 1 : 0, arrays.getFirst().relative()));
        }
        return found;
    }

    /** Reports that change the lamps, each with its id first, 0 where the device does not number them. */
    List<byte[]> write(HeadsetLamps before, HeadsetLamps now) {
        var changed = new TreeSet<Integer>();
        for (var each : outputs)
            if (isOn(each.usage(), before) != isOn(each.usage(), now))
                changed.add(each.report());
        var reports = new ArrayList<byte[]>();
        for (int id : changed) {
            var report = new byte[1 + descriptor.length(Kind.OUTPUT, id)];
            report[0] = (byte) id;
            for (var each : outputs)
                if (each.report() == id && isOn(each.usage(), now))
                    report[1 + each.bit() / 8] |= (byte) (1 << each.bit() % 8);
            reports.add(report);
        }
        return reports;
    }

    private static boolean isOn(int usage, HeadsetLamps lamps) {
        return switch (usage) {
            case LED_MUTE -> lamps.mute();
            case LED_OFF_HOOK -> lamps.offHook();
            case LED_RING, RINGER -> lamps.ring();
            case LED_HOLD -> lamps.hold();
            default -> false;
        };
    }
}
