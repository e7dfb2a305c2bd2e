package org.trunkline.phone.internal.video;

/**
 * Whether a link carries video beside the sound, by what is measured each second. Sound comes first: after some bad seconds
 * video is paused, and tried again later, each time later.
 */
final class WeakLink {
    /** Shares of packets lost. */
    private static final double BAD_LOSS = 0.12;
    private static final double GOOD_LOSS = 0.04;
    /** Bits a second that video is of any use with. */
    private static final double LEAST = 60_000;
    private static final int BAD_SECONDS = 4;
    private static final int FIRST_PAUSE = 8;
    private static final int LONGEST_PAUSE = 64;
    /** A link that bore video for so long is as good as new. */
    private static final int HEALTHY = 30;

    private boolean weak;
    private int bad;
    private int good;
    private int pause = FIRST_PAUSE;

    boolean weak() {
        return weak;
    }

    void reset() {
        weak = false;
        bad = 0;
        good = 0;
        pause = FIRST_PAUSE;
    }

    /**
     * A second passed.
     *
     * @param soundLoss share that the other side reports lost of the sound @param videoLoss the same of the video
     * @param available bits a second, as the library estimates; 0 where it does not
     * @return whether {@link #weak} is another one now
     */
    boolean measured(double soundLoss, double videoLoss, double available) {
        if (weak)
            return paused(soundLoss);
        boolean isBad = Math.max(soundLoss, videoLoss) > BAD_LOSS || available > 0 && available < LEAST;
        bad = isBad ? bad + 1 : 0;
        good = isBad ? 0 : good + 1;
        if (good >= HEALTHY)
            pause = FIRST_PAUSE;
        if (bad < BAD_SECONDS)
            return false;
        weak = true;
        good = 0;
        return true;
    }

    /** What was measured of the video is old now. */
    private boolean paused(double soundLoss) {
        good = soundLoss <= GOOD_LOSS ? good + 1 : 0;
        if (good < pause)
            return false;
        weak = false;
        bad = 0;
        good = 0;
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        return true;
    }
}
