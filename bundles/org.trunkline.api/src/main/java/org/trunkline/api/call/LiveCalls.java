package org.trunkline.api.call;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.ShortText;
import org.trunkline.api.Watch;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;

/** Calls in progress. <b>Threads:</b> any but the UI thread. */
public interface LiveCalls {
    /** Oldest first, at most 10,000. */
    List<LiveCall> list() throws NodeUnavailableException;

    /** @return false where the call is not, or no longer, there */
    boolean hangUp(CallId call) throws NodeUnavailableException;

    /**
     * Whether the others of its conference hear a call from now on.
     *
     * @return false where the call is not, or no longer, in a conference, or there to listen only
     */
    boolean mute(CallId call, boolean muted) throws NodeUnavailableException;

    /**
     * Rings the phones of a subscriber, and calls a number for it once one is answered (RFC 3725): with the subscriber's rights
     * and caller id, and noted in the audit. Returns as soon as the phones are called.
     *
     * @return the call, or which fields keep it from being placed
     */
    SaveResult<CallId> connect(CallDraft draft) throws NodeUnavailableException;

    /**
     * The same, but the number is called over one trunk, whatever the routes say: by the limits and number rules of that trunk,
     * and with the caller id that the subscriber has there. For administrators only.
     *
     * @return the call, or which fields keep it from being placed
     */
    SaveResult<CallId> connectOver(String trunk, CallDraft draft) throws NodeUnavailableException;

    /**
     * Rings the phones of a subscriber, and lets the one that answers listen to a call between two parties. It hears both of them; they
     * hear a consent tone, at once and again, and nothing of the listener. It ends with the call, when the listener hangs up, or by
     * {@link #stopListening}; the audit notes it. Returns as soon as the phones are called.
     *
     * @return the call to the phones, or what keeps the call from being listened to; missing where it is not, or no longer, there
     */
    SaveResult<CallId> listen(CallId call, String subscriber) throws NodeUnavailableException;

    /** Ends listening to a call. @return false where nobody listens to it */
    boolean stopListening(CallId call) throws NodeUnavailableException;

    /**
     * A call to be placed for somebody.
     *
     * @param number as the subscriber would dial it; a short one, a name or a SIP address too
     */
    record CallDraft(String subscriber, String number) {
        public CallDraft {
            requireNonNull(subscriber);
            requireNonNull(number);
        }

        /** What is wrong with it as a text; whether it can be called the node knows. */
        public List<FieldError> errors() {
            var errors = new ArrayList<FieldError>();
            ShortText.check("subscriber", subscriber, 1, errors);
            ShortText.check("number", number, 1, errors);
            return errors;
        }
    }

    /** Hands over the whole list at once and after changes, at most four times a second, on a thread of the node's. */
    Watch watch(Consumer<List<LiveCall>> listener);
}
