package org.trunkline.media.audio.mix;

import static java.util.Objects.requireNonNull;

import org.trunkline.media.audio.codec.AudioCodec;

/**
 * What a member of a mix hears.
 *
 * @param rate samples a second that are mixed for it, {@link #NARROW} or {@link #WIDE}, which the codec's encoder takes
 * @param packetMillis of sound in each payload: 10, 20, 40 or 60
 * @param parameters what the member says in {@code a=fmtp}, as far as the encoder follows it
 */
public record MixFormat(AudioCodec codec, int rate, int packetMillis, String parameters) {
    /** Telephone speech. */
    public static final int NARROW = 8000;
    /** Wideband speech. */
    public static final int WIDE = 16_000;
    private static final int USUAL_MILLIS = 20;

    public MixFormat {
        requireNonNull(codec);
        requireNonNull(parameters);
        if (rate != NARROW && rate != WIDE || !codec.takes(rate))
            throw new IllegalArgumentException(codec.name() + " at " + rate);
        if (packetMillis != 10 && packetMillis != 20 && packetMillis != 40 && packetMillis != 60)
            throw new IllegalArgumentException("packetMillis: " + packetMillis);
    }

    /** All that the codec carries, in packets of 20 ms. */
    public static MixFormat of(AudioCodec codec) {
        return of(codec, WIDE, USUAL_MILLIS);
    }

    /** @param highestRate samples a second that the member can play, at most */
    public static MixFormat of(AudioCodec codec, int highestRate, int packetMillis) {
        boolean wide = codec.sampleRate() > NARROW && (highestRate >= WIDE || !codec.takes(NARROW));
        return new MixFormat(codec, wide ? WIDE : NARROW, packetMillis, "");
    }

    /** The same for one that says this in {@code a=fmtp}. */
    public MixFormat with(String said) {
        return new MixFormat(codec, rate, packetMillis, codec.followed(said));
    }

    /** A new one for each call. */
    public AudioCodec.Encoder encoder() {
        return codec.encoder(rate, parameters);
    }

    /** Whether a payload is whole at each tick, so that those who do not speak can get the same. */
    boolean isShared() {
        return packetMillis <= Mix.FRAME_MILLIS;
    }
}
