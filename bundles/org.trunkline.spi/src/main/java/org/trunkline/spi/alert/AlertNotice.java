package org.trunkline.spi.alert;

import static java.util.Objects.requireNonNull;

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
 */
public record AlertNotice(String alert, State state, Instant since, long matches, String query, List<CallId> calls,
        String text) {
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
    }
}
