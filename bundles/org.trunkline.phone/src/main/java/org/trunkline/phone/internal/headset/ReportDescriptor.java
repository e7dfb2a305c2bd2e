package org.trunkline.phone.internal.headset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trunkline.phone.internal.headset.ReportField.Kind;
import org.trunkline.phone.internal.headset.ReportField.Range;

/** What a HID device says of its reports (HID 1.11 §6.2.2). What is malformed, or larger than any device, is refused. */
final class ReportDescriptor {
    /** As in Linux. */
    static final int LONGEST = 4096;
    private static final int MOST_BITS = 16384 * 8;
    private static final int MOST_FIELDS = 4096;
    private static final int DEEPEST = 64;
    private static final int WIDEST = 32;
    private static final int LONG_ITEM = 0xFE;
    private static final int APPLICATION = 1;
    /** Flags of a main item. */
    private static final int VARIABLE = 2;
    private static final int RELATIVE = 4;

    /** Global items: what is true until it is said otherwise. */
    private record State(int page, int minimum, int maximum, int size, int count, int report) {}

    private record Place(Kind kind, int report) {}

    private final byte[] bytes;
    private final List<ReportField> fields = new ArrayList<>();
    private final Map<Place, Integer> lengths = new HashMap<>();
    private final Deque<State> pushed = new ArrayDeque<>();
    private final Deque<Integer> collections = new ArrayDeque<>();
    private final List<Range> usages = new ArrayList<>();
    private State state = new State(0, 0, 0, 0, 0, 0);
    private long first = -1;
    private long last = -1;
    private int application;
    private boolean numbered;

    private ReportDescriptor(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException where it is malformed */
    static ReportDescriptor parse(byte[] bytes) {
        if (bytes.length > LONGEST)
            throw new IllegalArgumentException("descriptor of " + bytes.length + " bytes");
        var descriptor = new ReportDescriptor(bytes);
        descriptor.read();
        return descriptor;
    }

    List<ReportField> fields() {
        return List.copyOf(fields);
    }

    /** Whether each report begins with its id. */
    boolean numbered() {
        return numbered;
    }

    /** Bytes of a report, without its id. */
    int length(Kind kind, int report) {
        return (lengths.getOrDefault(new Place(kind, report), 0) + 7) / 8;
    }

    private void read() {
        int at = 0;
        while (at < bytes.length) {
            int prefix = bytes[at] & 255;
            if (prefix == LONG_ITEM) {
                check(at + 2 < bytes.length, "long item without its length");
                at += 3 + (bytes[at + 1] & 255);
                check(at <= bytes.length, "long item beyond the end");
                continue;
            }
            int size = (prefix & 3) == 3 ? 4 : prefix & 3;
            check(at + size < bytes.length, "item beyond the end");
            long value = 0;
            for (int i = 0; i < size; i++)
                value |= (bytes[at + 1 + i] & 255L) << 8 * i;
            int signed = size == 0 ? 0 : (int) (value << 64 - 8 * size >> 64 - 8 * size);
            item(prefix >> 2, size, (int) value, signed);
            at += 1 + size;
        }
        check(collections.isEmpty(), "collection without its end");
    }

    private void item(int tag, int size, int value, int signed) {
        switch (tag) {
            case 0b1000_00 -> main(Kind.INPUT, value);
            case 0b1001_00 -> main(Kind.OUTPUT, value);
            case 0b1011_00 -> main(Kind.FEATURE, value);
            case 0b1010_00 -> begin(value & 255);
            case 0b1100_00 -> {
                check(!collections.isEmpty(), "end of no collection");
                collections.pop();
                forget();
            }
            case 0b0000_01 -> {
                check(value >= 0 && value <= 0xFFFF, "usage page");
                state = new State(value, state.minimum, state.maximum, state.size, state.count, state.report);
            }
            case 0b0001_01 -> state = new State(state.page, signed, state.maximum, state.size, state.count, state.report);
            case 0b0010_01 -> state = new State(state.page, state.minimum, signed, state.size, state.count, state.report);
            case 0b0111_01 -> {
                check(value >= 0 && value <= MOST_BITS, "report size");
                state = new State(state.page, state.minimum, state.maximum, value, state.count, state.report);
            }
            case 0b1000_01 -> {
                check(value > 0 && value <= 255, "report id");
                numbered = true;
                state = new State(state.page, state.minimum, state.maximum, state.size, state.count, value);
            }
            case 0b1001_01 -> {
                check(value >= 0 && value <= MOST_BITS, "report count");
                state = new State(state.page, state.minimum, state.maximum, state.size, value, state.report);
            }
            case 0b1010_01 -> {
                check(pushed.size() < DEEPEST, "push too deep");
                pushed.push(state);
            }
            case 0b1011_01 -> {
                check(!pushed.isEmpty(), "pop without push");
                state = pushed.pop();
            }
            case 0b0000_10 -> usages.add(new Range(usage(size, value), usage(size, value)));
            case 0b0001_10 -> first = usage(size, value) & 0xFFFFFFFFL;
            case 0b0010_10 -> last = usage(size, value) & 0xFFFFFFFFL;
            default -> {
                return; // units, designators, strings
            }
        }
        if (first >= 0 && last >= 0) {
            check(last >= first && last - first <= 0xFFFF, "usage range");
            usages.add(new Range((int) first, (int) last));
            first = -1;
            last = -1;
        }
    }

    /** A usage of four bytes has its page, others that of the state. */
    private int usage(int size, int value) {
        return size == 4 ? value : state.page << 16 | value;
    }

    private void begin(int type) {
        check(collections.size() < DEEPEST, "collections too deep");
        collections.push(type);
        if (type == APPLICATION && !usages.isEmpty())
            application = usages.getFirst().first();
        forget();
    }

    private void forget() {
        usages.clear();
        first = -1;
        last = -1;
    }

    private void main(Kind kind, int flags) {
        var place = new Place(kind, state.report);
        int at = lengths.getOrDefault(place, 0);
        check((long) state.size * state.count + at <= MOST_BITS, "report too long");
        lengths.put(place, at + state.size * state.count);
        boolean array = (flags & VARIABLE) == 0;
        // constant fields with a usage count: many headsets mark their hook switch so
        if (!usages.isEmpty() && state.size > 0 && state.size <= WIDEST)
            for (int i = 0; i < state.count; i++) {
                check(fields.size() < MOST_FIELDS, "too many fields");
                fields.add(new ReportField(kind, state.report, at + i * state.size, state.size, application,
                        array ? List.copyOf(usages) : List.of(single(i)), array, (flags & RELATIVE) != 0, state.minimum));
            }
        forget();
    }

    /** The last usage is that of all values that are left (HID 1.11 §6.2.2.8). */
    private Range single(int index) {
        int left = index;
        for (var range : usages) {
            if (left < range.size())
                return new Range(range.first() + left, range.first() + left);
            left -= range.size();
        }
        return new Range(usages.getLast().last(), usages.getLast().last());
    }

    private static void check(boolean right, String what) {
        if (!right)
            throw new IllegalArgumentException("malformed HID descriptor: " + what);
    }
}
