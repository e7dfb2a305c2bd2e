package org.trunkline.engine.port.application;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.media.Audio;

/** What an application wants done with a call. {@code id} names the command; the same one is carried out once. */
public sealed interface ApplicationCommand {
    String id();

    /** @param focus whether the caller is told that it talks to a conference (RFC 4579 §4) */
    record Answer(String id, boolean focus) implements ApplicationCommand {
        /** Not a conference. */
        public Answer(String id) {
            this(id, false);
        }
    }

    /** Lets the caller hear the application before the answer. */
    record EarlyMedia(String id) implements ApplicationCommand {}

    record Play(String id, Audio audio, int times) implements ApplicationCommand {
        public Play {
            requireNonNull(audio);
        }
    }

    /** @param command id of what is to stop */
    record Stop(String id, String command) implements ApplicationCommand {}

    /** @param file name of a WAV file @param tone whether a tone tells the caller before */
    record Record(String id, String file, Duration longest, boolean tone) implements ApplicationCommand {
        public Record {
            requireNonNull(file);
            requireNonNull(longest);
        }
    }

    /** @param most digits @param until key that ends it @param patience between two keys */
    record Gather(String id, int most, Optional<Character> until, Duration patience) implements ApplicationCommand {
        public Gather {
            requireNonNull(until);
            requireNonNull(patience);
        }
    }

    /**
     * Mixes the caller with all others that the application has put into the same mix.
     *
     * @param mix the application's own name for it @param speaks whether the others hear the caller
     * @param tone whether all hear a tone when the caller comes and goes @param most callers in that mix
     */
    record Join(String id, String mix, boolean speaks, boolean tone, int most) implements ApplicationCommand {
        public Join {
            requireNonNull(mix);
        }
    }

    /** The caller hears the mix no longer. */
    record Leave(String id) implements ApplicationCommand {}

    /**
     * Answers a call that was transferred to the application, and shows it as parked.
     *
     * @param slot number under which it is taken back; again with another one moves it there
     */
    record Park(String id, String slot) implements ApplicationCommand {
        public Park {
            requireNonNull(slot);
        }
    }

    /** Connects the caller, before its answer, with the party that the same application has parked, and leaves the call. */
    record Retrieve(String id, CallId parked) implements ApplicationCommand {
        public Retrieve {
            requireNonNull(parked);
        }
    }

    /** Joins the caller with a destination of the dial plan; the application keeps the call. */
    record Bridge(String id, String to) implements ApplicationCommand {}

    /** The same, and leaves the call. @param callerName shown to who is called; empty for the caller's own name */
    record Transfer(String id, String to, String callerName) implements ApplicationCommand {
        public Transfer {
            requireNonNull(callerName);
        }

        /** With the caller's own name. */
        public Transfer(String id, String to) {
            this(id, to, "");
        }
    }

    /** Leaves the call to where it would have gone without the application. */
    record Continue(String id) implements ApplicationCommand {}

    record HangUp(String id, Cause cause) implements ApplicationCommand {
        public HangUp {
            requireNonNull(cause);
        }
    }
}
