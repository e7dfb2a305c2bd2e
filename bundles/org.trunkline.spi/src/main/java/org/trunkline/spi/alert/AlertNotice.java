package org.trunkline.spi.alert;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.trunkline.domain.call.CallId;

/**
 * What an alert reports.
 *
 * @param alert its name
 * @param state what happened
 * @param since when the state began
 * @param matches calls that matched within the alert's window
 * @param query the saved search
 * @param calls ids of up to 10 of the calls, newest first
 * @param text one line in English
 * @param message what else a message says
 */
public record AlertNotice(String alert, State state, Instant since, long matches, String query, List<CallId> calls,
        String text, Message message) {
    /**
     * @param id of the message; the same when it is sent again
     * @param at when it was made
     * @param more whether more calls matched than are counted
     * @param threshold from how many matches the alert is raised
     * @param within the time that it looks back
     */
    public record Message(String id, Instant at, boolean more, int threshold, Duration within) {
        public Message {
            requireNonNull(id);
            requireNonNull(at);
            requireNonNull(within);
        }
    }

    public enum State {
        RAISED, CLEARED,
        /** Sent by an administrator to try the channel. */
        TEST
    }

    public AlertNotice {
        requireNonNull(alert);
        requireNonNull(state);
        requireNonNull(since);
        requireNonNull(query);
        calls = List.copyOf(calls);
        requireNonNull(text);
        requireNonNull(message);
    }
}
