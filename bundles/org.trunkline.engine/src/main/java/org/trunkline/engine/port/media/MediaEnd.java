package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/**
 * The node's own end of a media line, in place of a second leg: it plays to the caller and hears what the caller sends.
 * RTP goes out in even packets while it is open, silence where nothing is played.
 *
 * <p><b>Threads:</b> called by the call's mailbox; never blocks. Closed with its session.
 */
public interface MediaEnd {
    /**
     * What both sides agreed on.
     *
     * @param voice one of {@link Media#spoken()}
     * @param events telephone-event (RFC 4733); empty where keys come as tones
     * @param packet sound of each packet that the node sends: 10, 20, 40 or 60 ms
     * @param highestRate samples a second that the other side can play, at most
     * @param parameters what {@code a=fmtp} of the other side says of the voice; empty for nothing
     */
    record Format(Conversion.Format voice, Optional<Conversion.Format> events, Duration packet, int highestRate, String parameters) {
        private static final int TELEPHONE_RATE = 8000;

        public Format {
            requireNonNull(voice);
            requireNonNull(events);
            requireNonNull(parameters);
            if (!List.of(10L, 20L, 40L, 60L).contains(packet.toMillis()))
                throw new IllegalArgumentException("packet: " + packet);
            if (highestRate < TELEPHONE_RATE)
                throw new IllegalArgumentException("highestRate: " + highestRate);
        }

        /**
         * G.711 in packets of 20 ms.
         *
         * @param events payload type of telephone-event, or -1
         */
        public Format(int payloadType, boolean aLaw, int events) {
            this(new Conversion.Format(payloadType, new Encoding(aLaw ? "PCMA" : "PCMU", TELEPHONE_RATE)),
                    events < 0 ? Optional.empty() : Optional.of(new Conversion.Format(events, new Encoding("telephone-event", TELEPHONE_RATE))),
                    Duration.ofMillis(20), TELEPHONE_RATE, "");
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

    /**
     * A place in a mix.
     *
     * @param mix name of the mix; it exists while somebody is in it
     * @param speaks whether the others hear the caller
     * @param tone whether all hear a tone when the caller comes and goes
     * @param most callers in that mix, 2 to 32
     */
    record Seat(String mix, boolean speaks, boolean tone, int most) {
        public Seat {
            requireNonNull(mix);
            if (most < 2 || most > MOST_IN_MIX)
                throw new IllegalArgumentException("most: " + most);
        }
    }

    /** Callers in one mix. */
    int MOST_IN_MIX = 32;

    /**
     * The caller hears all others of the mix from now on, and where nothing is played to it alone.
     *
     * @throws MediaUnavailableException if the mix or the node is full
     */
    default void join(Seat seat) throws MediaUnavailableException {
        throw new MediaUnavailableException("nothing can be mixed here");
    }

    /** The caller hears the mix no longer. Again does nothing. */
    default void leave() {}

    /** Sends nothing more; the session is free for a second leg. */
    void close();
}
