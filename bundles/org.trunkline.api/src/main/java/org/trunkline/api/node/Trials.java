package org.trunkline.api.node;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.ShortText;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkTrial;

/** Tries what is configured: without a call, or by one of the node's own. <b>Threads:</b> any but the UI thread; may take some seconds. */
public interface Trials {
    /** Where a call would go, by the engine's own decisions. */
    RouteTrial route(RouteQuestion question) throws NodeUnavailableException;

    /**
     * Tries a trunk as it would be saved: name, transport, OPTIONS and REGISTER. Nothing is saved, and no registration is
     * changed. Takes 20 s at most.
     *
     * @param draft need not be saved; without a password that of the saved trunk of this name is used, at the same host and
     *        for the same user only
     * @return what was found, or which fields keep it from being tried
     */
    SaveResult<TrunkTrial> trunk(Trunk draft) throws NodeUnavailableException;

    /** Test calls at once, and those whose result the node remembers. */
    int MAX_TEST_CALLS = 4;
    int REMEMBERED_TEST_CALLS = 100;

    /**
     * Places a call over a trunk, by its limits and number rules, and noted in the audit. With a voice, the phones of a subscriber ring
     * first, and the one that is answered is connected with the number (RFC 3725). Returns as soon as the call begins.
     *
     * @return the call, or which fields keep it from being placed
     */
    SaveResult<TestCall> call(TestCallDraft draft) throws NodeUnavailableException;

    /**
     * Places a test call over a trunk as it would be saved, switched off or not. The trunk is for this call alone: no route and no
     * caller leads to it, it does not register, and it is gone when the call is over. Where the saved trunk of this name has the same
     * host, the call counts by its limits, else by those of the draft. In the audit, in live calls and in its record the trunk has
     * {@code /unsaved} after its name, or after its host where it has no name yet.
     *
     * @param draft need not be saved; its password as in {@link #trunk}
     * @param call whose trunk is not looked at
     * @return the call, or which fields of the trunk or of the call keep it from being placed
     */
    SaveResult<TestCall> call(Trunk draft, TestCallDraft call) throws NodeUnavailableException;

    /** One of the last {@link #REMEMBERED_TEST_CALLS} test calls, as far as it has come; empty for any other. */
    Optional<TestCall> testCall(CallId id) throws NodeUnavailableException;

    /** What the far side of a test call hears. */
    enum Sound {
        /** 1020 Hz. */
        TONE, SILENCE
    }

    /**
     * @param trunk saved and enabled
     * @param number as dialled; no emergency number
     * @param caller the number to show; empty for the trunk's own
     * @param codecs to offer, the preferred first, of {@link #CODECS}; empty for all
     * @param headers of the INVITE, each {@code Name: value}; none that the node writes itself
     * @param sound that is played where nobody speaks
     * @param seconds from the answer until the node hangs up; where somebody speaks, one of both sides does
     * @param voice subscriber who speaks with a phone of its own; empty for the sound
     */
    record TestCallDraft(String trunk, String number, String caller, List<String> codecs, List<String> headers, Sound sound, int seconds,
            Optional<String> voice) {
        public static final List<String> CODECS = List.of("PCMA", "PCMU", "G722", "opus");
        public static final int MAX_SECONDS = 60;
        public static final int SECONDS = 10;
        public static final int MAX_HEADERS = 10;

        public TestCallDraft {
            requireNonNull(trunk);
            requireNonNull(number);
            requireNonNull(caller);
            codecs = List.copyOf(codecs);
            headers = List.copyOf(headers);
            requireNonNull(sound);
            requireNonNull(voice);
        }

        /** The usual: all codecs, a tone for ten seconds. */
        public static TestCallDraft of(String trunk, String number, String caller) {
            return new TestCallDraft(trunk, number, caller, List.of(), List.of(), Sound.TONE, SECONDS, Optional.empty());
        }

        /** The same, and a subscriber speaks. */
        public TestCallDraft spokenBy(String subscriber) {
            return new TestCallDraft(trunk, number, caller, codecs, headers, sound, seconds, Optional.of(subscriber));
        }
    }

    /**
     * @param number as dialled
     * @param caller who calls
     * @param callerNumber the number or name that the caller shows; empty for the subscriber's own name
     * @param at when the call would arrive, as routing policies are told
     * @param askPolicies whether routing policies are asked, which some count or pay for
     */
    record RouteQuestion(String number, Caller caller, String callerNumber, Instant at, boolean askPolicies) {
        public RouteQuestion {
            requireNonNull(caller);
            requireNonNull(callerNumber);
            requireNonNull(at);
            if (number.isEmpty() || number.length() > ShortText.MAX || callerNumber.length() > ShortText.MAX)
                throw new IllegalArgumentException("number: 1 to " + ShortText.MAX + " characters");
        }
    }

    /** Who calls: a subscriber, a trunk, or somebody that the node does not know where both are empty. */
    record Caller(Optional<String> subscriber, Optional<String> trunk) {
        public static final Caller STRANGER = new Caller(Optional.empty(), Optional.empty());

        /** @throws IllegalArgumentException if both are given */
        public Caller {
            if (subscriber.isPresent() && trunk.isPresent())
                throw new IllegalArgumentException("a subscriber or a trunk, not both");
        }
    }
}
