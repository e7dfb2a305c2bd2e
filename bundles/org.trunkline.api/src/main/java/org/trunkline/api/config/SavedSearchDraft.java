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
     * @param secret signs webhook messages; empty to keep the current secret
     * @param channels with plain secrets; an omitted secret is kept
     */
    public record Alert(int matches, int withinMinutes, int quietMinutes, Optional<String> webhook,
            Optional<String> secret, List<String> mailTo, List<ChannelUse> channels) {
        public static final int DEFAULT_WITHIN_MINUTES = 5;
        public static final int DEFAULT_QUIET_MINUTES = 15;

        public Alert {
            mailTo = List.copyOf(mailTo);
            channels = List.copyOf(channels);
        }

        /** A draft with webhook and e-mail only. */
        public Alert(int matches, int withinMinutes, int quietMinutes, Optional<String> webhook, Optional<String> secret,
                List<String> mailTo) {
            this(matches, withinMinutes, quietMinutes, webhook, secret, mailTo, List.of());
        }

        /** Without secrets. */
        @Override
        public String toString() {
            return "Alert[" + matches + " in " + withinMinutes + " min]";
        }
    }
}
