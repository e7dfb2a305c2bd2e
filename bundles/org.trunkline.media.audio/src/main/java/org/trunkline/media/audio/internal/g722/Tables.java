package org.trunkline.media.audio.internal.g722;

/** Tables that encoder and decoder share (ITU-T G.722, tables 11 to 21). */
final class Tables {
    /** Half of the quadrature mirror filter. */
    static final int[] MIRROR = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};
    static final int[] LOWER_4_BITS = {0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
            1200, 0};
    static final int[] HIGHER = {-7408, -1616, 7408, 1616};
    private static final int[] LOWER_GROWTH = {-60, -30, 58, 172, 334, 538, 1198, 3042};
    private static final int[] LOWER_GROUP = {0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0};
    private static final int[] HIGHER_GROWTH = {798, -214, 798, -214};

    private Tables() {}

    /** @param code of four bits */
    static int lowerGrowth(int code) {
        return LOWER_GROWTH[LOWER_GROUP[code]];
    }

    /** @param code of two bits */
    static int higherGrowth(int code) {
        return HIGHER_GROWTH[code];
    }
}
