package org.trunkline.media.audio.codec;

import static java.util.Objects.requireNonNull;

/**
 * What an encoder has to reckon with on the way to its receiver.
 *
 * @param lossPercent packets that are lost, 0 to 100
 * @param rate how much it may send
 */
public record EncoderTuning(int lossPercent, Rate rate) {
    /** A step of the bit rate; what each is in bit/s is the codec's business. */
    public enum Rate {
        FULL, REDUCED, LOW
    }

    /** Before the receiver has reported anything. */
    public static final EncoderTuning UNKNOWN = new EncoderTuning(5, Rate.FULL);

    /** @throws IllegalArgumentException if the loss is outside 0 to 100 */
    public EncoderTuning {
        requireNonNull(rate);
        if (lossPercent < 0 || lossPercent > 100)
            throw new IllegalArgumentException("lossPercent: " + lossPercent);
    }
}
