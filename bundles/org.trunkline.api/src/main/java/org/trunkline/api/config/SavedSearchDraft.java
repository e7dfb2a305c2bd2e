package org.trunkline.api.config;

import java.util.List;
import java.util.Optional;

/**
 * A saved search to save; fields as in {@link org.trunkline.domain.config.SavedSearch}.
 *
 * @param lastSeconds 0 for all times
 */
public record SavedSearchDraft(String name, String query, long lastSeconds, String owner, boolean shared, boolean tile,
        Optional<Alert> alert) {

    /** @param secret signs what the webhook gets; empty to keep the present one */
    public record Alert(int matches, int withinMinutes, int quietMinutes, Optional<String> webhook,
            Optional<String> secret, List<String> mailTo) {
        public static final int DEFAULT_WITHIN_MINUTES = 5;
        public static final int DEFAULT_QUIET_MINUTES = 15;

        public Alert {
            mailTo = List.copyOf(mailTo);
        }

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Alert[" + matches + " in " + withinMinutes + " min]";
        }
    }
}
