package org.trunkline.engine.port.media;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The node's own end of a media line, in place of a second leg: it plays to the caller and hears what the caller sends.
 * RTP goes out every 20 ms while it is open, silence where nothing is played.
 *
 * <p><b>Threads:</b> called by the call's mailbox; never blocks. Closed with its session.
 */
public interface MediaEnd {
    /**
     * What both sides agreed on.
     *
     * @param payloadType of G.711
     * @param aLaw PCMA, else PCMU
     * @param events payload type of telephone-event (RFC 4733), or -1
     */
    record Format(int payloadType, boolean aLaw, int events) {
        public Format {
            if (payloadType < 0 || payloadType > 127 || events < -1 || events > 127)
                throw new IllegalArgumentException("payload types: " + payloadType + ", " + events);
        }
    }

    /** Called on a media thread: enqueue and return. */
    interface Listener {
        /** A key was pressed, told once for each. */
        void digit(char digit);

        /** @param whole false where it was stopped, or something else was played instead */
        void played(String id, boolean whole);

        void recorded(String id, Duration length);

        /** A recording could not be written. */
        void notRecorded(String id, String reason);
    }

    /** The sides agreed on something else. */
    void format(Format format);

    /**
     * Plays something, instead of what is being played. @param times 1 to 100
     *
     * @throws AudioException if it cannot be played; what is being played continues
     */
    void play(String id, Audio audio, int times) throws AudioException;

    /** Again does nothing. */
    void stopPlaying();

    /** Writes what the caller sends to a WAV file, 8 kHz, 16-bit PCM. @param tone whether the caller hears one before */
    void record(String id, Path file, Duration longest, boolean tone);

    /** Again does nothing. */
    void stopRecording();

    /** Sends nothing more; the session is free for a second leg. */
    void close();
}
