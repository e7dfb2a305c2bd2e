package org.trunkline.media.audio.internal.g722;

/** One of the two bands of G.722: its adaptive predictor and quantizer scale (ITU-T G.722 §3.4 to §3.6). Not thread-safe. */
final class SubBand {
    private static final int[] LOGARITHM = {2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774,
            2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008};
    private static final int ZEROS = 6;

    private final int shift;
    private final int mostScale;
    /** Of the quantizer, logarithmic. */
    private int scale;
    private int step;
    private int estimate;
    private int ofZeros;
    private final int[] reconstructed = new int[3];
    private final int[] poles = new int[3];
    private final int[] partial = new int[3];
    private final int[] differences = new int[ZEROS + 1];
    private final int[] zeros = new int[ZEROS + 1];

    private SubBand(int shift, int mostScale, int step) {
        this.shift = shift;
        this.mostScale = mostScale;
        this.step = step;
    }

    static SubBand lower() {
        return new SubBand(8, 18_432, 32);
    }

    static SubBand higher() {
        return new SubBand(10, 22_528, 8);
    }

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** What the band is expected to be next. */
    int estimate() {
        return estimate;
    }

    /** Of the quantizer. */
    int step() {
        return step;
    }

    /** A difference as the quantizer has it. */
    int scaled(int level) {
        return step * level >> 15;
    }

    /** @param growth what the code just used adds to the logarithm of the step */
    void adapt(int difference, int growth) {
        scale = Math.clamp((scale * 127 >> 7) + growth, 0, mostScale);
        int exponent = shift - (scale >> 11);
        int mantissa = LOGARITHM[scale >> 6 & 31];
        step = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
        predict(difference);
    }

    private void predict(int difference) {
        differences[0] = difference;
        reconstructed[0] = saturate(estimate + difference);
        partial[0] = saturate(ofZeros + difference);
        int second = secondPole();
        int first = firstPole(second);
        adaptZeros(difference);
        System.arraycopy(reconstructed, 0, reconstructed, 1, 2);
        System.arraycopy(partial, 0, partial, 1, 2);
        System.arraycopy(differences, 0, differences, 1, ZEROS);
        poles[1] = first;
        poles[2] = second;
        int ofPoles = saturate((poles[1] * saturate(2 * reconstructed[1]) >> 15) + (poles[2] * saturate(2 * reconstructed[2]) >> 15));
        int sum = 0;
        for (int i = ZEROS; i > 0; i--)
            sum += zeros[i] * saturate(2 * differences[i]) >> 15;
        ofZeros = saturate(sum);
        estimate = saturate(ofPoles + ofZeros);
    }

    private boolean sameSign(int a, int b) {
        return a >> 15 == b >> 15;
    }

    private int secondPole() {
        int four = saturate(poles[1] << 2);
        int towards = Math.min(sameSign(partial[0], partial[1]) ? -four : four, Short.MAX_VALUE);
        int sum = (sameSign(partial[0], partial[2]) ? 128 : -128) + (towards >> 7) + (poles[2] * 32_512 >> 15);
        return Math.clamp(sum, -12_288, 12_288);
    }

    private int firstPole(int second) {
        int sum = saturate((sameSign(partial[0], partial[1]) ? 192 : -192) + (poles[1] * 32_640 >> 15));
        int most = saturate(15_360 - second);
        return Math.clamp(sum, -most, most);
    }

    private void adaptZeros(int difference) {
        int gain = difference == 0 ? 0 : 128;
        for (int i = 1; i <= ZEROS; i++)
            zeros[i] = saturate((sameSign(differences[i], difference) ? gain : -gain) + (zeros[i] * 32_640 >> 15));
    }
}
