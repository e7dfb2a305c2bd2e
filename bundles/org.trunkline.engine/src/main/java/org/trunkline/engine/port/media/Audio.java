package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

/** Something that the node plays. */
public sealed interface Audio {
    /** What a caller knows from the telephone network (ITU-T E.180): {@code ringback}, {@code busy} and others. */
    record Tone(String name) implements Audio {
        public Tone {
            requireNonNull(name);
        }
    }

    /** A WAV file: mono, 8 or 16 kHz, 16-bit PCM or G.711. @param bytes not copied: never change them */
    record Wave(byte[] bytes) implements Audio {
        public Wave {
            requireNonNull(bytes);
        }
    }
}
