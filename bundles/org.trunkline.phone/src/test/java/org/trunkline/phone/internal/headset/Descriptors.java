package org.trunkline.phone.internal.headset;

import java.util.HexFormat;

/** Report descriptors in the shapes that makers of headsets use. */
final class Descriptors {
    /** As Jabra: consumer volume in report 1; hook, busy, mute, flash, drop in report 2, its lamps in one output report. */
    static final byte[] ONE_REPORT = bytes("""
            05 0C 09 01 A1 01 85 01 15 00 25 01 09 E9 09 EA 75 01 95 02 81 02 95 06 81 01 C0
            05 0B 09 05 A1 01 85 02 15 00 25 01 75 01
            95 02 09 20 09 97 81 22
            95 03 09 2F 09 21 09 26 81 06
            95 0B 81 01
            05 08 95 06 09 17 09 1E 09 09 09 18 09 20 09 2A 91 22
            05 0B 95 01 09 9E 91 22
            95 09 91 01 C0""");
    /** As Plantronics: each lamp has a report of its own, numbered as its usage. */
    static final byte[] REPORT_FOR_EACH_LAMP = bytes("""
            05 0B 09 05 A1 01
            85 08 15 00 25 01 75 01 95 01 09 20 81 02 09 2F 81 06 95 06 81 01
            85 09 05 08 09 09 95 01 91 02 95 07 91 01
            85 17 09 17 95 01 91 02 95 07 91 01
            85 18 09 18 95 01 91 02 95 07 91 01
            85 20 09 20 95 01 91 02 95 07 91 01
            C0""");
    /** As Logitech and others: reports without number, inputs marked as constant, pushed globals, usages with their page. */
    static final byte[] NO_NUMBERS = bytes("""
            05 0B 09 05 A1 01 15 00 25 01 75 01 95 01 A4
            0B 20 00 0B 00 81 23 0B 2F 00 0B 00 81 07 95 06 81 01
            B4 05 08 0B 17 00 08 00 91 02 09 09 91 02 95 06 91 01 C0""");
    /** Buttons of an array, and a mute that is a state. */
    static final byte[] ARRAY = bytes("""
            05 0B 09 05 A1 01 15 01 25 02 75 08 95 01 19 20 29 21 81 00
            15 00 25 01 75 01 95 01 09 2F 81 02 95 07 81 01 C0""");
    /** Of a keyboard, with its lamps, and a mute key of the telephony page. */
    static final byte[] KEYBOARD = bytes("""
            05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 05 0B 09 2F 95 01 81 06 95 07 81 01
            05 08 19 01 29 05 95 05 91 02 95 03 91 01 05 07 19 00 29 65 25 65 75 08 95 06 81 00 C0""");

    private Descriptors() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
}
