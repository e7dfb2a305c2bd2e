package org.trunkline.engine.port.config;

import java.util.List;
import java.util.Map;

import org.trunkline.domain.config.SavedSearch;

/**
 * Saved searches with what their alerts keep secret.
 *
 * @param secrets by name, what the webhook is signed by
 * @param channels by name, then channel, then field, the secrets of other channels
 */
public record SavedSearches(List<SavedSearch> list, Map<String, String> secrets,
        Map<String, Map<String, Map<String, String>>> channels) {
    public static final SavedSearches NONE = new SavedSearches(List.of(), Map.of());

    public SavedSearches {
        list = List.copyOf(list);
        secrets = Map.copyOf(secrets);
        channels = Map.copyOf(channels);
    }

    /** Some that have no secrets but webhooks'. */
    public SavedSearches(List<SavedSearch> list, Map<String, String> secrets) {
        this(list, secrets, Map.of());
    }

    /** The secrets of one channel of an alert. */
    public Map<String, String> secrets(String name, String channel) {
        return channels.getOrDefault(name, Map.of()).getOrDefault(channel, Map.of());
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "SavedSearches[" + list.size() + "]";
    }
}
