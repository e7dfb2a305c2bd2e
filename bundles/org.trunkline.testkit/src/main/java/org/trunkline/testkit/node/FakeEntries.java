package org.trunkline.testkit.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;

/** Entries in memory: one plug-in with one kind, doors. */
public final class FakeEntries implements PluginEntries {
    public static final Kind DOORS = new Kind(PluginSamples.crm().id(), "door", Map.of("en", "Doors"), "name",
            List.of(field("name", "text", true, false), field("seconds", "number", false, false), field("pin", "text", false, true)));
    public static final Template TEMPLATE = new Template("example-se", PluginSamples.crm().id(), "Example Telecom", "SE",
            "its web page, 2026-01-31", Map.of("host", "{region}.sip.example"), List.of(field("region", "text", true, false)));

    private final FakeNode node;
    private final TreeMap<String, Entry> doors = new TreeMap<>();

    FakeEntries(FakeNode node) {
        this.node = node;
    }

    private static Field field(String name, String type, boolean required, boolean secret) {
        return new Field(name, type, Map.of("en", name), Map.of("en", name), required, secret, "", "", "", "", Map.of());
    }

    private static boolean doors(String plugin, String kind) {
        return DOORS.plugin().equals(plugin) && DOORS.kind().equals(kind);
    }

    @Override
    public List<Kind> kinds(String plugin) throws NodeUnavailableException {
        node.reach();
        return plugin.equals(DOORS.plugin()) ? List.of(DOORS) : List.of();
    }

    @Override
    public synchronized Page<Entry> list(String plugin, String kind, Optional<String> after, int limit)
            throws NodeUnavailableException {
        node.reach();
        var all = doors(plugin, kind) ? List.copyOf(doors.tailMap(after.orElse(""), after.isEmpty()).values()) : List.<Entry>of();
        var some = all.subList(0, Math.min(limit, all.size()));
        return new Page<>(some, doors.size(), some.size() < all.size() ? Optional.of(some.getLast().key()) : Optional.empty());
    }

    @Override
    public synchronized Optional<Entry> find(String plugin, String kind, String key) throws NodeUnavailableException {
        node.reach();
        return doors(plugin, kind) ? Optional.ofNullable(doors.get(key)) : Optional.empty();
    }

    @Override
    public synchronized SaveResult<Entry> create(String plugin, String kind, Map<String, String> values)
            throws NodeUnavailableException {
        node.reach();
        if (!doors(plugin, kind))
            return new SaveResult.Missing<>(kind);
        var key = values.getOrDefault("name", "");
        if (doors.containsKey(key))
            return new SaveResult.Rejected<>(List.of(new FieldError("name", "taken", List.of(key), key + " is taken")));
        return put(key, values, List.of());
    }

    @Override
    public synchronized SaveResult<Entry> replace(String plugin, String kind, String key, Map<String, String> values)
            throws NodeUnavailableException {
        var present = find(plugin, kind, key);
        return present.isEmpty() ? new SaveResult.Missing<>(key) : put(key, values, present.get().secretsSet());
    }

    private SaveResult<Entry> put(String key, Map<String, String> values, List<String> kept) {
        var errors = FieldRules.check("", DOORS.fields(), values, kept);
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var open = new LinkedHashMap<>(values);
        boolean pin = open.remove("pin") != null || !kept.isEmpty();
        var entry = new Entry(key, open, pin ? List.of("pin") : List.of());
        doors.put(key, entry);
        return new SaveResult.Saved<>(entry);
    }

    @Override
    public synchronized SaveResult<Entry> delete(String plugin, String kind, String key) throws NodeUnavailableException {
        var present = find(plugin, kind, key);
        if (present.isEmpty())
            return new SaveResult.Missing<>(key);
        doors.remove(key);
        return new SaveResult.Saved<>(present.get());
    }

    @Override
    public List<Template> trunkTemplates() throws NodeUnavailableException {
        node.reach();
        return List.of(TEMPLATE);
    }
}
