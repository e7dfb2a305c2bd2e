package org.trunkline.api.config;

import java.util.List;

/** A route to save; fields as in {@link org.trunkline.domain.config.Route}. */
public record RouteDraft(String prefix, List<String> trunks) {
    public RouteDraft {
        trunks = List.copyOf(trunks);
    }
}
