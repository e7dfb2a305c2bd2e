package org.trunkline.ui.trunks.internal.kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.PluginEntries.KindStatus;
import org.trunkline.api.plugin.PluginStatus;

/** Finds the kinds that plug-ins brought. Off the UI thread. */
public final class AddedKinds {
    /** Entries of a plug-in that does not run are looked at for the names of their fields. */
    private static final int LOOKED_AT = 200;
    private static final String KEY = "key";

    private AddedKinds() {}

    /** With how many entries each has; by plug-in, then name. */
    public static Map<Kind, Long> read(Node node) throws NodeUnavailableException {
        var found = new LinkedHashMap<Kind, Long>();
        List<KindStatus> all = node.entries().kinds();
        List<PluginStatus> installed = all.isEmpty() ? List.of() : node.plugins().list();
        for (KindStatus status : all) {
            Optional<PluginStatus> plugin = installed.stream().filter(p -> p.id().equals(status.plugin())).findFirst();
            var state = status.about().isPresent() ? AddedKind.State.RUNS
                    : plugin.isPresent() ? AddedKind.State.STOPPED : AddedKind.State.NOT_INSTALLED;
            var about = status.about().isPresent() ? status.about().get() : told(node.entries(), status);
            found.put(new AddedKind(about, state, plugin.map(p -> p.about().name()).orElse(Map.of())), status.entries());
        }
        return found;
    }

    private static PluginEntries.Kind told(PluginEntries entries, KindStatus status) throws NodeUnavailableException {
        var some = entries.list(status.plugin(), status.kind(), Optional.empty(), LOOKED_AT).items();
        var names = new TreeSet<String>();
        some.forEach(entry -> names.addAll(entry.values().keySet()));
        String key = names.stream().filter(name -> some.stream().allMatch(e -> e.key().equals(e.values().get(name)))).findFirst()
                .orElse(KEY);
        names.remove(key);
        var fields = new ArrayList<Field>();
        Stream.concat(Stream.of(key), names.stream()).forEach(name -> fields.add(new Field(name, "text", Map.of(), Map.of(),
                false, false, "", "", "", "", Map.of())));
        return new PluginEntries.Kind(status.plugin(), status.kind(), Map.of(), key, fields);
    }
}
