package org.trunkline.api.config;

import java.util.Optional;

/** A subscriber to save. @param password empty to keep the present one; required for a new subscriber */
public record SubscriberDraft(String username, Optional<String> password, String displayName, boolean enabled) {
    /** Tells no secret. */
    @Override
    public String toString() {
        return "SubscriberDraft[" + username + "]";
    }
}
