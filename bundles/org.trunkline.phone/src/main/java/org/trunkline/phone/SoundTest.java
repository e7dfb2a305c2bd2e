package org.trunkline.phone;

import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/** @param verdict what is wrong and the way out, or that all is well; empty until it is done */
public record SoundTest(State state, double level, Optional<LocalizableText> verdict) {
    public enum State {
        RECORDING, PLAYING, DONE
    }
}
