package org.trunkline.api.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.ChannelUse;

/**
 * A saved search to save; fields as in {@link org.trunkline.domain.config.SavedSearch}.
 *
 * @param lastSeconds 0 for all times
 */
public record SavedSearchDraft(String name, String query, long lastSeconds, String owner, boolean shared, boolean tile,
        Optional<Alert> alert) {

    /**
     * @param secret signs what the webhook gets; empty to keep the present one
     * @param channels with secrets in clear; one left out is kept
     */
    public record Alert(int matches, int withinMinutes, int quietMinutes, Optional<String> webhook,
            Optional<String> secret, List<String> mailTo, List<ChannelUse> channels) {
        public static final int DEFAULT_WITHIN_MINUTES = 5;
        public static final int DEFAULT_QUIET_MINUTES = 15;

        public Alert {
            mailTo = List.copyOf(mailTo);
            channels = List.copyOf(channels);
        }

        /** One that tells webhook and e-mail alone. */
        public Alert(int matches, int withinMinutes, int quietMinutes, Optional<String> webhook, Optional<String> secret,
                List<String> mailTo) {
            this(matches, withinMinutes, quietMinutes, webhook, secret, mailTo, List.of());
        }

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Alert[" + matches + " in " + withinMinutes + " min]";
        }
    }
}
