package org.trunkline.plugin.internal.web;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.component.DescribedServices;
import org.trunkline.engine.component.DescribedServices.Described;

/** Extensions of plug-ins by the names that they gave themselves. <b>Threads:</b> any. */
final class DeclaredExtensions<T> {
    private static final Logger LOG = LoggerFactory.getLogger(DeclaredExtensions.class);

    private final DescribedServices<T, String> named;

    /** @param name asks an extension for its name */
    DeclaredExtensions(Function<T, String> name) {
        named = new DescribedServices<>((plugin, extension) -> name(name, plugin, extension));
    }

    /** @param properties of its service; one without a plug-in is passed over */
    void add(T extension, Map<String, Object> properties) {
        if (properties.get(WebResources.PLUGIN) instanceof String plugin)
            named.add(plugin, extension);
    }

    void update(T extension) {
        named.update(extension);
    }

    void remove(T extension) {
        named.remove(extension);
    }

    Optional<T> find(String plugin, String wanted) {
        return named.of(plugin).filter(e -> e.description().equals(wanted)).map(Described::service)
                .reduce((_, later) -> later); // of two versions under way the newer one
    }

    private static <T> Optional<String> name(Function<T, String> name, String plugin, T extension) {
        try {
            return Optional.of(name.apply(extension));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("An extension of the plug-in {} failed to return its name: {}", plugin, e.toString());
            return Optional.empty();
        }
    }
}
