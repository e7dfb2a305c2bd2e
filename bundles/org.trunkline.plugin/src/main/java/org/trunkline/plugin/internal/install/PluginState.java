package org.trunkline.plugin.internal.install;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.trunkline.api.plugin.Publisher;

/**
 * All that is kept of plug-ins.
 *
 * @param plugins by id
 * @param publishers by fingerprint
 */
record PluginState(SortedMap<String, PluginRecord> plugins, SortedMap<String, Publisher> publishers) {
    static final PluginState NOTHING = new PluginState(new TreeMap<>(), new TreeMap<>());

    PluginState {
        plugins = new TreeMap<>(plugins);
        publishers = new TreeMap<>(publishers);
    }

    @Override
    public SortedMap<String, PluginRecord> plugins() {
        return new TreeMap<>(plugins);
    }

    @Override
    public SortedMap<String, Publisher> publishers() {
        return new TreeMap<>(publishers);
    }

    Optional<PluginRecord> plugin(String id) {
        return Optional.ofNullable(plugins.get(id));
    }

    /** @param now empty to remove it */
    PluginState with(String id, Optional<PluginRecord> now) {
        return new PluginState(changed(plugins, id, now), publishers);
    }

    /** @param now empty to trust it no more */
    PluginState withPublisher(String fingerprint, Optional<Publisher> now) {
        return new PluginState(plugins, changed(publishers, fingerprint, now));
    }

    private static <T> SortedMap<String, T> changed(Map<String, T> map, String key, Optional<T> now) {
        var copy = new TreeMap<>(map);
        copy.remove(key);
        now.ifPresent(value -> copy.put(key, value));
        return copy;
    }
}
