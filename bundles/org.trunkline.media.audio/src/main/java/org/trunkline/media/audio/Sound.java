package org.trunkline.media.audio;

import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;

/** Samples at 8 kHz, in order. Not thread-safe. */
public interface Sound {
    /** Samples a second. */
    int RATE = 8000;

    /** Fills the array, with silence after the end. @return how many samples there were, less than asked for at the end */
    int read(short[] into);

    /** Begins again. */
    void rewind();

    /** @throws AudioException if it cannot be played */
    static Sound of(Audio audio) throws AudioException {
        return switch (audio) {
            case Audio.Tone(var name) -> Tone.named(name);
            case Audio.Wave(var bytes) -> Wave.parse(bytes);
        };
    }
}
