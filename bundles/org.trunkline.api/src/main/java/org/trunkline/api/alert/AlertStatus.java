package org.trunkline.api.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.part.LocalizableText;

/**
 * The state of an alert.
 *
 * @param name of the saved search
 * @param since when it entered this state
 * @param matches matching calls within the period of the rule, up to the counting limit
 * @param more whether more calls match than are counted
 * @param latest the newest of them, newest first, at most 10
 * @param problem why it does not watch, where it does not: a query that the index refuses; else nothing
 * @param webhook what became of the last message to it
 * @param mail the same for e-mail
 * @param channels the same for each other channel, by its id
 */
public record AlertStatus(String name, State state, Instant since, long matches, boolean more, List<CallId> latest,
        LocalizableText problem, Optional<Delivery> webhook, Optional<Delivery> mail, Map<String, Delivery> channels) {
    public enum State {
        QUIET,
        /** The condition was met; raised until somebody acknowledges it. */
        RAISED,
        /** Acknowledged; becomes quiet when the condition is no longer met. */
        ACKNOWLEDGED,
        /** It cannot watch. */
        BROKEN
    }

    /**
     * @param why it failed; nothing where it was taken
     * @param again whether it is tried again
     */
    public record Delivery(Instant at, boolean delivered, LocalizableText why, boolean again) {
        public Delivery {
            requireNonNull(at);
            requireNonNull(why);
        }
    }

    public AlertStatus {
        requireNonNull(name);
        requireNonNull(state);
        requireNonNull(since);
        latest = List.copyOf(latest);
        requireNonNull(problem);
        requireNonNull(webhook);
        requireNonNull(mail);
        channels = Map.copyOf(channels);
    }

    /** A status with an exact count and no channels of plug-ins. */
    public AlertStatus(String name, State state, Instant since, long matches, List<CallId> latest, LocalizableText problem,
            Optional<Delivery> webhook, Optional<Delivery> mail) {
        this(name, state, since, matches, false, latest, problem, webhook, mail, Map.of());
    }

    /** The count of matching calls as shown: {@code 12}, or {@code 1000+} if more calls match than are counted. */
    public String counted() {
        return matches + (more ? "+" : "");
    }
}
