package org.trunkline.api.alert;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import org.trunkline.api.plugin.PluginAbout;

/**
 * A channel that delivers alerts: webhook, e-mail, or one of a plug-in.
 *
 * @param id {@code webhook} and {@code mail} are the node's own; of a plug-in its id, a slash, and the channel's name
 * @param plugin its id; empty for the node's own channels
 * @param label by language, with {@code en} always present
 * @param fields of its form
 */
public record AlertChannelAbout(String id, String plugin, Map<String, String> label, List<PluginAbout.Field> fields) {
    public AlertChannelAbout {
        requireNonNull(id);
        requireNonNull(plugin);
        label = Map.copyOf(label);
        fields = List.copyOf(fields);
    }
}
