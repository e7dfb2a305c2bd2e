package org.trunkline.node.internal.settings.declared;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.trunkline.api.plugin.PluginAbout.Field;

/** All settings of the node, in the order of forms. */
public final class Declarations {
    private static final Map<String, Declaration> BY_NAME = byName();

    private Declarations() {}

    private static Map<String, Declaration> byName() {
        var all = new LinkedHashMap<String, Declaration>();
        Stream.<Supplier<Stream<Declaration>>>of(CallSettings::calls, NetworkSettings::addresses, NetworkSettings::names,
                NetworkSettings::certificates, ServiceSettings::alerts, ServiceSettings::records, CallSettings::media,
                CallSettings::phones, ServiceSettings::files, CallSettings::limits, ServiceSettings::database, ServiceSettings::plugins,
                ServiceSettings::start).flatMap(Supplier::get).forEach(it -> all.put(it.name(), it));
        return all;
    }

    public static List<Declaration> all() {
        return List.copyOf(BY_NAME.values());
    }

    public static List<Field> fields() {
        return BY_NAME.values().stream().map(Declaration::about).toList();
    }

    public static Optional<Declaration> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** @throws IllegalArgumentException if there is no such setting */
    public static Declaration of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(name + " is not declared"));
    }
}
