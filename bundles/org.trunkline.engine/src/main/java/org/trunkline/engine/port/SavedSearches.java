package org.trunkline.engine.port;

import java.util.List;
import java.util.Map;

import org.trunkline.domain.config.SavedSearch;

/** Saved searches with what their webhooks are signed by. @param secrets by name */
public record SavedSearches(List<SavedSearch> list, Map<String, String> secrets) {
    public static final SavedSearches NONE = new SavedSearches(List.of(), Map.of());

    public SavedSearches {
        list = List.copyOf(list);
        secrets = Map.copyOf(secrets);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "SavedSearches[" + list.size() + "]";
    }
}
