package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

/**
 * Something that a plug-in published.
 *
 * @param topic as the plug-in declared it
 * @param json one JSON object
 */
public record PluginEvent(String plugin, String topic, String json) {
    public PluginEvent {
        requireNonNull(plugin);
        requireNonNull(topic);
        requireNonNull(json);
    }
}
