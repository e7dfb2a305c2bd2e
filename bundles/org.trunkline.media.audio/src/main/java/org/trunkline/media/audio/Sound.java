package org.trunkline.media.audio;

import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;

/** Samples in order, at 8 or 16 kHz. Not thread-safe. */
public interface Sound {
    /** Samples a second of telephone speech. */
    int RATE = 8000;
    /** Samples a second of wideband speech. */
    int WIDE_RATE = 16_000;

    /** Samples a second of this sound. */
    int rate();

    /** Fills the array, with silence after the end. @return how many samples there were, less than asked for at the end */
    int read(short[] into);

    /** Begins again. */
    void rewind();

    /**
     * @param rate {@link #RATE} or {@link #WIDE_RATE}
     * @throws AudioException if it cannot be played
     */
    static Sound of(Audio audio, int rate) throws AudioException {
        return switch (audio) {
            case Audio.Tone(var name) -> Tone.named(name, rate);
            case Audio.Wave(var bytes) -> Wave.parse(bytes, rate);
        };
    }
}
