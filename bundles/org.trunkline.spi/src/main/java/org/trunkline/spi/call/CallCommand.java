package org.trunkline.spi.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;

/** A command of an application for a call. {@code id} is the application's own name for the command. */
public sealed interface CallCommand {
    String id();

    /** Answers the caller with 200. @param focus whether the caller is told that it talks to a conference (RFC 4579 §4) */
    record Answer(String id, boolean focus) implements CallCommand {
        /** Not a conference. */
        public Answer(String id) {
            this(id, false);
        }
    }

    /** Lets the caller hear the application before the answer (183). */
    record EarlyMedia(String id) implements CallCommand {}

    /** Plays to the caller. @param times 1 to 100 */
    record Play(String id, Audio audio, int times) implements CallCommand {
        public Play {
            requireNonNull(audio);
        }
    }

    /** Stops a {@link Play}, {@link Record} or {@link Gather}. @param command its id */
    record Stop(String id, String command) implements CallCommand {}

    /** Records the caller into a WAV file in the plug-in's folder. */
    record Record(String id, String file, Duration longest, boolean tone) implements CallCommand {}

    /**
     * Collects keys.
     *
     * @param most digits, 1 to 32
     * @param until key that ends it, such as {@code #}
     * @param patience between two keys
     */
    record Gather(String id, int most, Optional<Character> until, Duration patience) implements CallCommand {}

    /**
     * Mixes the caller with all others that the application has put into the same mix: each hears the others. What is played to a
     * caller meanwhile is heard by that caller alone, instead of the mix. Answer first.
     *
     * @param mix the application's own name for it, up to 64 characters; a mix exists while somebody is in it
     * @param speaks whether the others hear the caller
     * @param tone whether all hear a tone when the caller comes and goes
     * @param most callers in that mix, 2 to 32; one more fails
     */
    record Join(String id, String mix, boolean speaks, boolean tone, int most) implements CallCommand {
        public Join {
            requireNonNull(mix);
        }
    }

    /** Takes the caller out of its mix. */
    record Leave(String id) implements CallCommand {}

    /**
     * Answers a call that was transferred to the application, and shows it as parked: live calls and records name the slot, lamps of
     * phones that watch the slot's number light up, and the phone of who transferred it is sent that number (Contact in the NOTIFY,
     * RFC 3515). Sent again with another slot, the call moves there.
     *
     * @param slot the number of the application's own under which the call is taken back
     */
    record Park(String id, String slot) implements CallCommand {
        public Park {
            requireNonNull(slot);
        }
    }

    /**
     * Connects the caller, before its answer, with the party of a call that this application has parked. Both calls leave the
     * application. Only subscribers take calls back; a caller from a trunk fails.
     *
     * @param parked the other call
     */
    record Retrieve(String id, CallId parked) implements CallCommand {
        public Retrieve {
            requireNonNull(parked);
        }
    }

    /** Calls a subscriber, ring group or number by the dial plan and joins the two. */
    record Bridge(String id, String to) implements CallCommand {}

    /**
     * Sends the call on by the dial plan and leaves it.
     *
     * @param callerName shown to who is called, where the call was transferred to the application; empty for the caller's own name
     */
    record Transfer(String id, String to, String callerName) implements CallCommand {
        public Transfer {
            requireNonNull(callerName);
        }

        /** With the caller's own name. */
        public Transfer(String id, String to) {
            this(id, to, "");
        }
    }

    /** Gives the call back to where it would have gone without the application. */
    record Continue(String id) implements CallCommand {}

    /** Ends the call; before the answer with the SIP status that belongs to the cause. */
    record HangUp(String id, Cause cause) implements CallCommand {
        public HangUp {
            requireNonNull(cause);
        }
    }

    /** Something to play. */
    sealed interface Audio {
        /** A tone of the node's (ITU-T E.180): {@code ringback}, {@code busy}, {@code congestion}, {@code unobtainable}; {@code prompt}, and {@code test} (1020 Hz, ITU-T O.132). */
        record Tone(String name) implements Audio {}

        /** A WAV file, mono, 8 or 16 kHz, 16-bit PCM or G.711. @param bytes up to 4 MiB */
        record Wave(byte[] bytes) implements Audio {}
    }
}
