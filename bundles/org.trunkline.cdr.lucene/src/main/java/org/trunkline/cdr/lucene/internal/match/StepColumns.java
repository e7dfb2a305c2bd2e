package org.trunkline.cdr.lucene.internal.match;

import java.io.ByteArrayOutputStream;
import java.util.List;

import org.apache.lucene.util.BytesRef;
import org.trunkline.domain.cdr.LadderSteps.Step;

/**
 * Ladder steps in two columns: their order, which many calls share and which is looked at once for all of them, and
 * the gaps in time of each call.
 */
public final class StepColumns {
    private StepColumns() {}

    /** For each leg a count, then the codes. */
    public static BytesRef order(List<List<Step>> legs) {
        var out = new ByteArrayOutputStream(32);
        for (var leg : legs) {
            out.write(leg.size());
            leg.forEach(step -> out.write(step.code()));
        }
        return new BytesRef(out.toByteArray());
    }

    /** For each gap how many steps since the last one, and how long it is. */
    public static BytesRef gaps(List<List<Step>> legs) {
        var out = new ByteArrayOutputStream(16);
        int since = 0;
        for (var leg : legs) {
            long last = 0;
            for (var step : leg) {
                if (step.tenths() > last) {
                    number(since, out);
                    number(step.tenths() - last, out);
                    since = 0;
                }
                last = step.tenths();
                since++;
            }
        }
        return new BytesRef(out.toByteArray());
    }

    private static void number(long value, ByteArrayOutputStream out) {
        long rest = value;
        for (; rest > 0x7f; rest >>>= 7)
            out.write((int) (rest & 0x7f) | 0x80);
        out.write((int) rest);
    }

    /** @return the codes of each leg */
    public static byte[][] codes(BytesRef order) {
        int legs = 0;
        int end = order.offset + order.length;
        for (int at = order.offset; at < end; at += 1 + order.bytes[at])
            legs++;
        var codes = new byte[legs][];
        int at = order.offset;
        for (int leg = 0; leg < legs; leg++) {
            codes[leg] = new byte[order.bytes[at++]];
            System.arraycopy(order.bytes, at, codes[leg], 0, codes[leg].length);
            at += codes[leg].length;
        }
        return codes;
    }

    /** @return tenths of a second since the ladder began, of each step of each leg */
    public static long[][] times(byte[][] codes, BytesRef gaps) {
        var times = new long[codes.length][];
        for (int leg = 0; leg < codes.length; leg++)
            times[leg] = new long[codes[leg].length];
        read(gaps, times);
        return times;
    }

    /** The same into an array as long as the steps. */
    static void read(BytesRef gaps, long[][] times) {
        var in = new Object() {
            private int at = gaps.offset;

            long number() {
                long value = 0;
                int shift = 0;
                byte b;
                do {
                    b = gaps.bytes[at++];
                    value |= (long) (b & 0x7f) << shift;
                    shift += 7;
                } while (b < 0);
                return value;
            }

            boolean more() {
                return at < gaps.offset + gaps.length;
            }
        };
        long until = in.more() ? in.number() : Long.MAX_VALUE;
        for (long[] leg : times) {
            long now = 0;
            for (int step = 0; step < leg.length; step++, until--) {
                if (until == 0) {
                    now += in.number();
                    until = in.more() ? in.number() : Long.MAX_VALUE;
                }
                leg[step] = now;
            }
        }
    }
}
