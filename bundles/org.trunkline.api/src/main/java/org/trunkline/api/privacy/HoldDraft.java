package org.trunkline.api.privacy;

import static java.util.Objects.requireNonNull;

/** A legal hold to set; fields as in {@link org.trunkline.domain.config.LegalHold}. */
public record HoldDraft(String name, String query, String reason) {
    public HoldDraft {
        requireNonNull(name);
        requireNonNull(query);
        requireNonNull(reason);
    }
}
