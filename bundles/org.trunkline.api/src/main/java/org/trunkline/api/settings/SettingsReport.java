package org.trunkline.api.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All technical settings of a node.
 *
 * @param file where saved values are kept on the node
 * @param settings in the order of forms, those of a group together
 */
public record SettingsReport(String file, List<Group> groups, List<NodeSetting> settings) {
    /** Settings of one subject. @param label by language, with {@code en} always present */
    public record Group(String code, Map<String, String> label) {
        public Group {
            requireNonNull(code);
            label = Map.copyOf(label);
        }
    }

    public SettingsReport {
        requireNonNull(file);
        groups = List.copyOf(groups);
        settings = List.copyOf(settings);
    }

    public Optional<NodeSetting> find(String name) {
        return settings.stream().filter(setting -> setting.name().equals(name)).findFirst();
    }

    /** Names of the settings whose saved value waits for a restart of the node. */
    public List<String> waiting() {
        return settings.stream().filter(NodeSetting::waiting).map(NodeSetting::name).toList();
    }
}
