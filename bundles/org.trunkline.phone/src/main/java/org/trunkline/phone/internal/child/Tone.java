package org.trunkline.phone.internal.child;

/** Tones that the phone plays, after ITU-T E.180; each is a rhythm of frequencies. */
public enum Tone {
    NONE(0, 0, 0),
    /** A call comes in: a trill. */
    INCOMING(1_200, 3_000, 1) {
        @Override
        double at(double seconds) {
            return (seconds * 20) % 2 < 1 ? wave(seconds, 620) : wave(seconds, 780);
        }
    },
    /** A call comes in while another is heard. */
    WAITING(200, 4_000, 0.3),
    /** It rings at the other side. */
    RINGBACK(1_000, 4_000, 0.4);

    private static final double HERTZ = 425;

    private final int onMs;
    private final int offMs;
    private final double loudness;

    Tone(int onMs, int offMs, double loudness) {
        this.onMs = onMs;
        this.offMs = offMs;
        this.loudness = loudness;
    }

    /**
     * What is played now.
     *
     * @param talking whether a call is heard
     * @param incoming whether a call comes in
     * @param ringback whether it rings at the other side, without sound from there
     */
    public static Tone of(boolean talking, boolean incoming, boolean ringback) {
        if (incoming)
            return talking ? WAITING : INCOMING;
        return ringback ? RINGBACK : NONE;
    }

    /** @return -1 to 1 */
    final double sample(double seconds) {
        double ms = seconds * 1000 % (onMs + offMs);
        if (onMs == 0 || ms >= onMs)
            return 0;
        double edge = Math.min(1, Math.min(ms, onMs - ms) / 10); // no click
        return 0.35 * loudness * edge * at(seconds);
    }

    double at(double seconds) {
        return wave(seconds, HERTZ);
    }

    private static double wave(double seconds, double hertz) {
        return Math.sin(2 * Math.PI * hertz * seconds);
    }
}
