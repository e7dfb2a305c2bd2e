package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a ladder says in a few bytes, for search: the methods and statuses of each leg in their order, with times to a
 * tenth of a second.
 *
 * <p><b>Shape:</b> for each leg a count of steps; for each step its code, and where it came a tenth or more after the
 * step before, the gap. Statuses seldom seen are kept by their class alone.
 */
public final class LadderSteps {
    /** @param code as in {@link #name} @param tenths of a second since the ladder began */
    public record Step(int code, long tenths) {}

    public static final LadderSteps NONE = new LadderSteps(new byte[0]);

    /** Part of the format: only append. */
    private static final List<String> METHODS = List.of("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER",
            "PRACK", "UPDATE", "INFO", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH");
    private static final int OTHER_METHOD = 15;
    private static final int FIRST_STATUS = 16;
    /** As above; the first six stand for the rest of their class. */
    private static final int[] STATUSES = { 1, 2, 3, 4, 5, 6, 100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301,
            302, 305, 380, 400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 412, 413, 414, 415, 416, 420, 421, 422, 423,
            424, 428, 429, 433, 436, 437, 438, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491, 493,
            494, 500, 501, 502, 503, 504, 505, 513, 555, 580, 600, 603, 604, 606, 607, 608 };
    private static final int GAP = 0x80;
    private static final int CODES = 0x7f;
    private static final int MAX_LEGS = 16;
    private static final int MAX_STEPS = 120;
    private static final Map<Integer, Integer> CODE_OF_STATUS = new HashMap<>();

    static {
        for (int i = 0; i < STATUSES.length; i++)
            CODE_OF_STATUS.put(STATUSES[i], FIRST_STATUS + i);
    }

    private final byte[] bytes;

    private LadderSteps(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of the first 16 legs, and the first 120 messages of each. */
    public static LadderSteps of(Ladder ladder) {
        if (ladder.entries().isEmpty())
            return NONE;
        long start = ladder.entries().getFirst().at().toEpochMilli();
        int legs = 1;
        for (var entry : ladder.entries()) // loops: each record is asked when it is written
            legs = Math.max(legs, Math.min(MAX_LEGS, entry.leg() + 1));
        var out = new ByteArrayOutputStream(48);
        for (int leg = 0; leg < legs; leg++)
            write(ladder.entries(), leg, start, out);
        return new LadderSteps(out.toByteArray());
    }

    private static void write(List<LadderEntry> entries, int leg, long start, ByteArrayOutputStream out) {
        int count = 0;
        for (var entry : entries)
            count += entry.leg() == leg ? 1 : 0;
        int left = Math.min(count, MAX_STEPS);
        out.write(left);
        long last = 0;
        for (var step : entries) {
            if (step.leg() != leg || left-- <= 0)
                continue;
            long tenths = Math.max(last, (step.at().toEpochMilli() - start) / 100);
            int code = codeOf(step.label());
            out.write(tenths > last ? code | GAP : code);
            if (tenths > last)
                number(tenths - last, out);
            last = tenths;
        }
    }

    /** @param bytes of {@link #bytes}; not copied */
    public static LadderSteps ofBytes(byte[] bytes) {
        return bytes.length == 0 ? NONE : new LadderSteps(requireNonNull(bytes));
    }

    private static void number(long value, ByteArrayOutputStream out) {
        long rest = value;
        for (; rest > CODES; rest >>>= 7)
            out.write((int) (rest & CODES) | GAP);
        out.write((int) rest);
    }

    /** To be kept; do not change them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Of each leg, the caller's first. @throws IllegalArgumentException if the bytes are damaged */
    public List<List<Step>> legs() {
        var legs = new ArrayList<List<Step>>();
        try {
            for (int at = 0; at < bytes.length;) {
                var steps = new ArrayList<Step>();
                long tenths = 0;
                for (int n = bytes[at++]; n > 0; n--) {
                    int code = bytes[at++];
                    if (code < 0) {
                        int shift = 0;
                        do {
                            tenths += (long) (bytes[at] & CODES) << shift;
                            shift += 7;
                        } while (bytes[at++] < 0);
                    }
                    steps.add(new Step(code & CODES, tenths));
                }
                legs.add(steps);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("ladder steps are cut short", e);
        }
        return legs;
    }

    /** @param label a method, or a status with or without its phrase @return 0 to 127 */
    public static int codeOf(String label) {
        if (label.length() >= 3 && Character.isDigit(label.charAt(0))) {
            int status = 0;
            for (int i = 0; i < 3 && Character.isDigit(label.charAt(i)); i++)
                status = status * 10 + label.charAt(i) - '0';
            int classOf = Math.clamp(status / 100, 1, 6);
            return CODE_OF_STATUS.getOrDefault(status, FIRST_STATUS + classOf - 1);
        }
        int method = METHODS.indexOf(label);
        return method < 0 ? OTHER_METHOD : method;
    }

    /** {@code INVITE}, {@code 183}, {@code 4xx} for the seldom ones of a class, {@code ?} for another method. */
    public static String name(int code) {
        if (code < METHODS.size())
            return METHODS.get(code);
        if (code < FIRST_STATUS || code - FIRST_STATUS >= STATUSES.length)
            return "?";
        int status = STATUSES[code - FIRST_STATUS];
        return status < 10 ? status + "xx" : String.valueOf(status);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LadderSteps o && Arrays.equals(bytes, o.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "LadderSteps[" + bytes.length + " bytes]";
    }
}
