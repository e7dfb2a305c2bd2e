package org.trunkline.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Which bundle starts at which level, from {@code start.level.N=symbolic.name,...} in {@code conf/node.properties}. */
final class StartLevels {
    private static final String PREFIX = "start.level.";
    private final Map<String, Integer> levels = new HashMap<>();
    private final int otherwise;

    StartLevels(Properties properties) {
        for (var name : properties.stringPropertyNames()) {
            if (!name.startsWith(PREFIX) || name.equals(PREFIX + "default"))
                continue;
            var level = Integer.parseInt(name.substring(PREFIX.length()));
            for (var bundle : properties.getProperty(name).split("[,\\s]+"))
                levels.put(bundle, level);
        }
        otherwise = Integer.parseInt(properties.getProperty(PREFIX + "default", "5"));
    }

    int of(String symbolicName) {
        return levels.getOrDefault(symbolicName, otherwise);
    }

    /** @return the level at which everything runs */
    int last() {
        return Math.max(otherwise, levels.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }
}
