package org.trunkline.media.audio.codec;

import java.util.ArrayList;

import org.trunkline.media.audio.codec.EncoderTuning.Rate;

/**
 * What the receiver of an Opus stream asks of its sender in {@code a=fmtp} (RFC 7587 §6.1).
 *
 * @param fec whether it makes use of in-band FEC
 * @param mostBitRate bit/s on average
 */
record OpusReceiver(boolean fec, int mostBitRate) {
    /** bit/s; what speech of any bandwidth needs to sound as it was. */
    static final int FULL = 32_000;
    static final int REDUCED = 24_000;
    /** At telephone speech, and at more: by Concentus, FEC of wideband needs more than 18.4 kbit/s at 10% of loss. */
    static final int LOW = 16_000;
    static final int LOW_WIDE = 20_000;
    private static final int TELEPHONE_RATE = 8000;
    /** RFC 7587 §6.1: no encoder does with less. */
    private static final int LEAST = 6000;

    /** What cannot be understood counts as not said. */
    static OpusReceiver of(String parameters) {
        boolean fec = false;
        int most = FULL;
        for (String parameter : parameters.split(";")) {
            String each = parameter.strip();
            if (each.equals("useinbandfec=1"))
                fec = true;
            else if (each.matches("maxaveragebitrate=\\d{1,9}"))
                most = Math.clamp(Integer.parseInt(each.substring(each.indexOf('=') + 1)), LEAST, FULL);
        }
        return new OpusReceiver(fec, most);
    }

    /** @param sampleRate of what is encoded */
    int bitRate(Rate rate, int sampleRate) {
        return Math.min(mostBitRate, switch (rate) {
            case FULL -> FULL;
            case REDUCED -> REDUCED;
            case LOW -> sampleRate > TELEPHONE_RATE ? LOW_WIDE : LOW;
        });
    }

    /** The same for all that are equal. */
    String parameters() {
        var said = new ArrayList<String>(2);
        if (fec)
            said.add("useinbandfec=1");
        if (mostBitRate < FULL)
            said.add("maxaveragebitrate=" + mostBitRate);
        return String.join(";", said);
    }
}
