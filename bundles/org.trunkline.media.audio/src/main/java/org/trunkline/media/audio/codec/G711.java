package org.trunkline.media.audio.codec;

/** ITU-T G.711: 16-bit samples to and from one octet each, by A-law and µ-law. */
public final class G711 {
    private static final int BIAS = 0x84;
    private static final int CLIP = 32_635;
    private static final short[] FROM_A = new short[256];
    private static final short[] FROM_MU = new short[256];

    static {
        for (int code = 0; code < 256; code++) {
            FROM_A[code] = (short) expandA(code);
            FROM_MU[code] = (short) expandMu(code);
        }
    }

    private G711() {}

    public static short decode(byte code, boolean aLaw) {
        return (aLaw ? FROM_A : FROM_MU)[code & 0xFF];
    }

    public static byte encode(short sample, boolean aLaw) {
        return (byte) (aLaw ? compressA(sample) : compressMu(sample));
    }

    private static int expandA(int code) {
        int bits = code ^ 0x55;
        int segment = bits >> 4 & 7;
        int value = ((bits & 0x0F) << 4) + (segment == 0 ? 8 : 0x108);
        if (segment > 1)
            value <<= segment - 1;
        return (bits & 0x80) != 0 ? value : -value;
    }

    private static int compressA(int sample) {
        int mask = sample >= 0 ? 0xD5 : 0x55;
        int value = (sample >= 0 ? sample : ~sample) >> 3; // 12 bits and their sign, as the law has them
        int segment = Math.max(0, 27 - Integer.numberOfLeadingZeros(value | 1));
        int mantissa = value >> Math.max(1, segment) & 0x0F;
        return (segment << 4 | mantissa) ^ mask;
    }

    private static int expandMu(int code) {
        int bits = ~code;
        int value = ((bits & 0x0F) << 3) + BIAS << (bits >> 4 & 7);
        return (bits & 0x80) != 0 ? BIAS - value : value - BIAS;
    }

    private static int compressMu(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int value = Math.min(Math.abs(sample), CLIP) + BIAS;
        int segment = 24 - Integer.numberOfLeadingZeros(value);
        return ~(sign | segment << 4 | value >> segment + 3 & 0x0F) & 0xFF;
    }
}
