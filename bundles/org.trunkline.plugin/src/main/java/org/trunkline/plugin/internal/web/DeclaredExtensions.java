package org.trunkline.plugin.internal.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.plugin.internal.guard.HouseExtensions;

/**
 * Extensions of plug-ins by the names that they gave themselves. A name is asked for when it is first needed, and again
 * after each update: not on the framework's thread that brings the extension. <b>Threads:</b> any.
 */
final class DeclaredExtensions<T> {
    private static final Logger LOG = LoggerFactory.getLogger(DeclaredExtensions.class);

    /** Asks an extension for its name. */
    @FunctionalInterface
    interface Name<T> {
        String of(T extension);
    }

    /** @param restarts of what is behind the extension: a name that an earlier one said late does not count */
    private record Entry<T>(String plugin, T extension, Object restarts) {}

    private final Name<T> name;
    private final List<Entry<T>> entries = new CopyOnWriteArrayList<>();
    private final Map<Entry<T>, String> names = new ConcurrentHashMap<>();

    DeclaredExtensions(Name<T> name) {
        this.name = name;
    }

    /** @param properties of its service; one without a plug-in is passed over */
    void add(T extension, Map<String, Object> properties) {
        if (properties.get(WebResources.PLUGIN) instanceof String plugin)
            entries.add(new Entry<>(plugin, extension, restarts(properties)));
    }

    /** Another version is behind the extension, which may have another name. */
    void update(T extension, Map<String, Object> properties) {
        entries.replaceAll(e -> e.extension() == extension ? new Entry<>(e.plugin(), extension, restarts(properties)) : e);
        forget(extension);
    }

    private static Object restarts(Map<String, Object> properties) {
        return properties.getOrDefault(HouseExtensions.RESTARTS, 0);
    }

    private void forget(T extension) {
        names.keySet().removeIf(e -> e.extension() == extension);
    }

    void remove(T extension) {
        entries.removeIf(e -> e.extension() == extension);
        forget(extension);
    }

    Optional<T> find(String plugin, String wanted) {
        return entries.stream().filter(e -> e.plugin().equals(plugin) && name(e).equals(wanted)).map(Entry::extension)
                .reduce((_, later) -> later); // of two versions under way the newer one
    }

    private String name(Entry<T> entry) {
        var known = names.get(entry);
        if (known != null)
            return known;
        try {
            var found = String.valueOf(name.of(entry.extension()));
            names.put(entry, found);
            return found;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("An extension of the plug-in {} failed to return its name: {}", entry.plugin(), e.toString());
            return "";
        }
    }
}
