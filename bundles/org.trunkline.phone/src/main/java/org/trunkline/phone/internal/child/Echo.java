package org.trunkline.phone.internal.child;

import java.util.Optional;

/**
 * The loudspeaker in the microphone, found by the sound that is played for it: a short rising tone, which no voice and no hum is taken for.
 *
 * @param delayMs from what is played to what is recorded
 * @param level of the echo, as a share of what is played
 */
record Echo(long delayMs, double level) {
    /** Samples a second of what is searched: enough for the tone, and a second is searched in no time. */
    static final int HERTZ = 4_000;
    /** Of the tone. */
    static final double SECONDS = 0.25;
    private static final double LOUDNESS = 0.3;
    private static final double LOWEST = 300;
    private static final double HIGHEST = 1_700;
    private static final double EDGE = 0.01;
    /** Of the correlation: other sounds reach half of it by chance. */
    private static final double SAME = 0.35;
    private static final double FAINT = 1e-8;
    /** Half of it is the delay that ITU-T G.114 finds acceptable for most calls. */
    private static final long LATE_MS = 300;
    /** -20 dB. */
    private static final double LOUD = 0.1;

    /** @param seconds since its begin @return -1 to 1; silence after its end */
    static double tone(double seconds) {
        if (seconds >= SECONDS)
            return 0;
        double edge = Math.min(1, Math.min(seconds, SECONDS - seconds) / EDGE); // no click
        return LOUDNESS * edge * Math.sin(2 * Math.PI * (LOWEST + (HIGHEST - LOWEST) * seconds / (2 * SECONDS)) * seconds);
    }

    /** @param recorded since the tone began, {@link #HERTZ} samples a second @return empty where it is not heard */
    static Optional<Echo> find(double[] recorded) {
        var played = new double[(int) (SECONDS * HERTZ)];
        for (int i = 0; i < played.length; i++)
            played[i] = tone((i + 0.5) / HERTZ);
        double best = SAME;
        Optional<Echo> found = Optional.empty();
        for (int lag = 0; lag + played.length <= recorded.length; lag++) {
            double both = 0;
            double energyPlayed = 0;
            double energyRecorded = 0;
            for (int i = 0; i < played.length; i++) {
                both += played[i] * recorded[i + lag];
                energyPlayed += played[i] * played[i];
                energyRecorded += recorded[i + lag] * recorded[i + lag];
            }
            double same = Math.abs(both) / Math.sqrt(energyPlayed * (energyRecorded + FAINT));
            if (same > best) {
                best = same;
                found = Optional.of(new Echo(lag * 1000L / HERTZ, Math.abs(both) / energyPlayed));
            }
        }
        return found;
    }

    /** {@code late}, {@code echo} or {@code good}. */
    String verdict() {
        return delayMs > LATE_MS ? "late" : level > LOUD ? "echo" : "good";
    }
}
