package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a saved search raises an alert, and who is told.
 *
 * @param matches so many calls that fit
 * @param within ended in this time
 * @param quiet at most one message to the outside in this time, while the alert stands
 * @param webhook URL that is told; its secret is kept apart
 * @param mailTo addresses that get an e-mail
 * @param channels others that are told, each once
 */
public record AlertRule(int matches, Duration within, Duration quiet, Optional<String> webhook, List<String> mailTo,
        List<ChannelUse> channels) {
    public AlertRule {
        requireNonNull(within);
        requireNonNull(quiet);
        requireNonNull(webhook);
        mailTo = List.copyOf(mailTo);
        channels = List.copyOf(channels);
        if (matches < 1)
            throw new IllegalArgumentException("matches: " + matches);
    }

    /** One that tells webhook and e-mail alone. */
    public AlertRule(int matches, Duration within, Duration quiet, Optional<String> webhook, List<String> mailTo) {
        this(matches, within, quiet, webhook, mailTo, List.of());
    }
}
