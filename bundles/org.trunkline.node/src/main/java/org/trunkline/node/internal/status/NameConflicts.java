package org.trunkline.node.internal.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.trunkline.engine.port.config.Configuration;

/**
 * Names and numbers that a ring group shares with somebody else. Catalogs refuse new ones; these come from earlier versions, or
 * were written past the node. Looked for once in each configuration. <b>Threads:</b> one at a time.
 */
public final class NameConflicts {
    /** @param shared name or number @param group that has it @param other subscriber or ring group that has it too */
    public record Clash(String shared, String group, String other) {}

    private final Supplier<Configuration> current;
    private Configuration seen = Configuration.EMPTY;
    private List<Clash> found = List.of();

    public NameConflicts(Supplier<Configuration> current) {
        this.current = current;
    }

    public List<Clash> now() {
        var configuration = current.get();
        if (configuration != seen) {
            found = in(configuration);
            seen = configuration;
        }
        return found;
    }

    private static List<Clash> in(Configuration configuration) {
        var taken = new HashMap<String, String>();
        configuration.subscribers().forEach(it -> taken.put(key(it.username()), it.username()));
        configuration.numbers().forEach(it -> taken.put(key(it.number()), it.subscriber()));
        var all = new ArrayList<Clash>();
        for (var group : configuration.ringGroups()) {
            take(taken, group.name(), group.name()).ifPresent(all::add);
            group.number().filter(number -> !number.equals(group.name())).flatMap(number -> take(taken, number, group.name()))
                    .ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private static Optional<Clash> take(Map<String, String> taken, String shared, String group) {
        return Optional.ofNullable(taken.putIfAbsent(key(shared), group)).map(other -> new Clash(shared, group, other));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
