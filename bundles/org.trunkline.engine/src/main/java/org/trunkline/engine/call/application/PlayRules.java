package org.trunkline.engine.call.application;

import java.util.Optional;

import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.media.Audio;

/** What an application may have played. */
final class PlayRules {
    private static final int LARGEST_WAVE = 4 * 1024 * 1024;
    private static final int MOST_TIMES = 100;

    private PlayRules() {}

    /** Why it cannot be played; empty where it can. */
    static Optional<String> problem(ApplicationCommand.Play play) {
        if (play.times() < 1 || play.times() > MOST_TIMES)
            return Optional.of("times is " + play.times() + ", must be 1 to " + MOST_TIMES);
        int bytes = play.audio() instanceof Audio.Wave(var wave) ? wave.length : 0;
        return bytes <= LARGEST_WAVE ? Optional.empty()
                : Optional.of("the WAV file has " + bytes + " bytes, at most " + LARGEST_WAVE + " are played");
    }
}
