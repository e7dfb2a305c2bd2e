package org.trunkline.media.audio.internal.g722;

/** ITU-T G.722, 64 kbit/s: two samples of 16 kHz into an octet. Not thread-safe. */
public final class G722Encoder {
    private static final int[] DECISIONS = {0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
            1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919};
    private static final int[] NEGATIVE = {0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11,
            10, 9, 8, 7, 6, 5, 4};
    private static final int[] POSITIVE = {0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39,
            38, 37, 36, 35, 34, 33, 32};
    private static final int HIGHER_DECISION = 564;

    private final SubBand lower = SubBand.lower();
    private final SubBand higher = SubBand.higher();
    private final int[] last = new int[2 * Tables.MIRROR.length];

    public byte encode(short first, short second) {
        System.arraycopy(last, 2, last, 0, last.length - 2);
        last[last.length - 2] = first;
        last[last.length - 1] = second;
        int odd = 0;
        int even = 0;
        for (int i = 0; i < Tables.MIRROR.length; i++) {
            odd += last[2 * i] * Tables.MIRROR[i];
            even += last[2 * i + 1] * Tables.MIRROR[Tables.MIRROR.length - 1 - i];
        }
        return (byte) (higher(even - odd >> 14) << 6 | lower(even + odd >> 14));
    }

    private int lower(int sample) {
        int error = SubBand.saturate(sample - lower.estimate());
        int size = error >= 0 ? error : ~error;
        int level = 1;
        while (level < DECISIONS.length && size >= DECISIONS[level] * lower.step() >> 12)
            level++;
        int code = (error < 0 ? NEGATIVE : POSITIVE)[level];
        lower.adapt(lower.scaled(Tables.LOWER_4_BITS[code >> 2]), Tables.lowerGrowth(code >> 2));
        return code;
    }

    private int higher(int sample) {
        int error = SubBand.saturate(sample - higher.estimate());
        int size = error >= 0 ? error : ~error;
        boolean large = size >= HIGHER_DECISION * higher.step() >> 12;
        int code = (error < 0 ? 0 : 2) + (large ? 0 : 1);
        higher.adapt(higher.scaled(Tables.HIGHER[code]), Tables.higherGrowth(code));
        return code;
    }
}
