package org.trunkline.media.audio.internal.g722;

/** ITU-T G.722, 64 kbit/s: an octet into two samples of 16 kHz. Not thread-safe. */
public final class G722Decoder {
    private static final int[] LOWER_6_BITS = {-136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192,
            -10232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360,
            -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944,
            4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136};
    private static final int MOST = 16_383;

    private final SubBand lower = SubBand.lower();
    private final SubBand higher = SubBand.higher();
    private final int[] last = new int[2 * Tables.MIRROR.length];

    /** Puts two samples into the array, at that place. */
    public void decode(byte octet, short[] samples, int at) {
        int lowerCode = octet & 0x3F;
        int low = limited(lower.estimate() + lower.scaled(LOWER_6_BITS[lowerCode]));
        lower.adapt(lower.scaled(Tables.LOWER_4_BITS[lowerCode >> 2]), Tables.lowerGrowth(lowerCode >> 2));
        int higherCode = octet >> 6 & 3;
        int difference = higher.scaled(Tables.HIGHER[higherCode]);
        int high = limited(higher.estimate() + difference);
        higher.adapt(difference, Tables.higherGrowth(higherCode));
        System.arraycopy(last, 2, last, 0, last.length - 2);
        last[last.length - 2] = low + high;
        last[last.length - 1] = low - high;
        int first = 0;
        int second = 0;
        for (int i = 0; i < Tables.MIRROR.length; i++) {
            second += last[2 * i] * Tables.MIRROR[i];
            first += last[2 * i + 1] * Tables.MIRROR[Tables.MIRROR.length - 1 - i];
        }
        samples[at] = (short) SubBand.saturate(first >> 11);
        samples[at + 1] = (short) SubBand.saturate(second >> 11);
    }

    private static int limited(int sample) {
        return Math.clamp(sample, -MOST - 1, MOST);
    }
}
