package org.trunkline.phone.internal.headset;

import java.util.List;
import java.util.OptionalInt;

/**
 * A value in the reports of a HID device, or an array of such values.
 *
 * @param report id of its report; 0 where the device does not number them
 * @param bit where it begins, after the id
 * @param bits 1 to 32
 * @param application usage of the collection around it, with its page in the upper 16 bits, as all usages here
 * @param usages what it is; for an array, what its values choose from
 * @param array whether the value says which of the usages is on (HID 1.11 §6.2.2.5)
 * @param relative whether the value is a change, not a state
 * @param minimum of the value; negative where it has a sign
 */
record ReportField(Kind kind, int report, int bit, int bits, int application, List<Range> usages, boolean array, boolean relative, int minimum) {
    enum Kind {
        INPUT, OUTPUT, FEATURE
    }

    /** Usages from first to last. */
    record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    /** Of a value that is no array. */
    int usage() {
        return usages.getFirst().first();
    }

    /** What a value of an array chooses; empty for one that chooses nothing. */
    OptionalInt chosen(int value) {
        long at = (long) value - minimum;
        for (var range : usages) {
            if (at >= 0 && at < range.size())
                return OptionalInt.of(range.first() + (int) at);
            at -= range.size();
        }
        return OptionalInt.empty();
    }

    /** @param data of a report, without its id; empty where it is too short */
    OptionalInt read(byte[] data) {
        if (bit + bits > data.length * 8)
            return OptionalInt.empty();
        long value = 0;
        for (int i = 0; i < bits; i++)
            value |= (long) (data[(bit + i) / 8] >> (bit + i) % 8 & 1) << i;
        if (minimum < 0 && (value >> bits - 1 & 1) == 1)
            value -= 1L << bits;
        return OptionalInt.of((int) value);
    }
}
