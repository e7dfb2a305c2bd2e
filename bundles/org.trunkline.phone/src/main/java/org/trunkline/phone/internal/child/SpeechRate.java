package org.trunkline.phone.internal.child;

import java.util.OptionalInt;

/**
 * How many bits a second of speech are sent: less with the loss that the other side reports. A link that is full loses less then, and in-band FEC
 * (RFC 6716 §2.1.7) repeats what is lost. As that of the web phone.
 */
final class SpeechRate {
    private static final double LITTLE = 0.03;
    private static final double MUCH = 0.1;
    /** Opus in wideband with in-band FEC still has good speech. */
    private static final int LOW = 16_000;
    private static final int MIDDLE = 24_000;
    /** Reports without loss before more is sent: fewer, and a link that is full would be filled again at once. */
    private static final int CALM = 3;

    private OptionalInt rate = OptionalInt.empty();
    private int calm;

    /** @param loss of the last report, 0 to 1 @return bits a second; empty for the library's own choice */
    OptionalInt next(double loss) {
        calm = loss < LITTLE / 3 ? calm + 1 : 0;
        if (loss >= MUCH) {
            rate = OptionalInt.of(LOW);
        } else if (loss >= LITTLE && rate.isEmpty()) {
            rate = OptionalInt.of(MIDDLE);
        } else if (calm >= CALM) {
            rate = rate.equals(OptionalInt.of(LOW)) ? OptionalInt.of(MIDDLE) : OptionalInt.empty();
            calm = 0;
        }
        return rate;
    }
}
