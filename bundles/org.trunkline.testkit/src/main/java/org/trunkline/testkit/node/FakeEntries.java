package org.trunkline.testkit.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;

/** Entries in memory: one plug-in with one kind, doors. It can be away. */
public final class FakeEntries implements PluginEntries {
    private static final Field OPEN = new Field("seconds", "number", Map.of("en", "Open for", "sv", "Öppen i"),
            Map.of("en", "How long it stays open"), false, false, "s", "5", "1", "60", Map.of());
    public static final Kind DOORS = new Kind(PluginSamples.crm().id(), "door", Map.of("en", "Doors", "sv", "Dörrar"), "name",
            List.of(field("name", "Name", "text", true, false), OPEN, field("pin", "PIN", "text", false, true),
                    field("locked", "Locked", "yes-no", false, false)));
    /** Registers over TLS with what is asked; a yes-or-no and a number are among its values. */
    public static final Template TEMPLATE = new Template("example-se", PluginSamples.crm().id(), "Example Telecom", "SE",
            "its web page, 2026-01-31", Map.of("host", "{region}.sip.example", "transport", "tls", "assertIdentity", "true",
                    "answerSeconds", "90", "registration.username", "{username}", "registration.password", "{password}"),
            List.of(new Field("region", "text", Map.of("en", "Region", "sv", "Region", "zh", "区域", "id", "Wilayah"),
                    Map.of("en", "As in the contract", "sv", "Som i avtalet"), true, false, "", "", "", "20", Map.of()),
                    field("username", "Username", "text", true, false), field("password", "Password", "text", true, true)));

    private final FakeNode node;
    private final TreeMap<String, Entry> doors = new TreeMap<>();
    private Kind kind = DOORS;
    private final List<Kind> more = new ArrayList<>();
    private boolean away;
    private List<Template> templates = List.of(TEMPLATE);
    private CountDownLatch nextTemplates = new CountDownLatch(0);

    FakeEntries(FakeNode node) {
        this.node = node;
    }

    private static Field field(String name, String label, String type, boolean required, boolean secret) {
        return new Field(name, type, Map.of("en", label), Map.of("en", label + " of it"), required, secret, "", "", "", "", Map.of());
    }

    private static boolean doors(String plugin, String kind) {
        return DOORS.plugin().equals(plugin) && DOORS.kind().equals(kind);
    }

    /** Doors have this field too. */
    public synchronized void add(Field field) {
        kind = new Kind(kind.plugin(), kind.kind(), kind.label(), kind.key(), Stream.concat(kind.fields().stream(), Stream.of(field)).toList());
        node.configurationChanged();
    }

    /** Stops the plug-in, or starts it again; its entries stay. */
    public synchronized void away(boolean now) {
        away = now;
        node.configurationChanged();
    }

    /** Of another plug-in that runs; it has no entries. */
    public synchronized void also(Kind kind) {
        more.add(kind);
        node.configurationChanged();
    }

    @Override
    public synchronized List<Kind> kinds(String plugin) throws NodeUnavailableException {
        node.reach();
        return plugin.equals(DOORS.plugin()) && !away ? List.of(kind) : more.stream().filter(other -> other.plugin().equals(plugin)).toList();
    }

    @Override
    public synchronized List<KindStatus> kinds() throws NodeUnavailableException {
        node.reach();
        var all = new ArrayList<KindStatus>();
        if (!away || !doors.isEmpty())
            all.add(new KindStatus(kind.plugin(), kind.kind(), away ? Optional.empty() : Optional.of(kind), doors.size()));
        more.forEach(other -> all.add(new KindStatus(other.plugin(), other.kind(), Optional.of(other), 0)));
        return all;
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
        if (!doors(plugin, kind) || away)
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
        if (present.isEmpty() || away)
            return new SaveResult.Missing<>(away ? kind : key);
        return put(key, values, present.get().secretsSet());
    }

    @Override
    public synchronized long deleteAll(String plugin, String kind) throws NodeUnavailableException {
        node.reach();
        if (!doors(plugin, kind))
            return 0;
        int deleted = doors.size();
        doors.clear();
        node.configurationChanged();
        return deleted;
    }

    private SaveResult<Entry> put(String key, Map<String, String> values, List<String> kept) {
        var errors = FieldRules.check("", kind.fields(), values, kept);
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var open = new LinkedHashMap<>(values);
        boolean pin = open.remove("pin") != null || !kept.isEmpty();
        var entry = new Entry(key, open, pin ? List.of("pin") : List.of());
        doors.put(key, entry);
        node.configurationChanged();
        return new SaveResult.Saved<>(entry);
    }

    @Override
    public synchronized SaveResult<Entry> delete(String plugin, String kind, String key) throws NodeUnavailableException {
        var present = find(plugin, kind, key);
        if (present.isEmpty())
            return new SaveResult.Missing<>(key);
        doors.remove(key);
        node.configurationChanged();
        return new SaveResult.Saved<>(present.get());
    }

    /** Offers these templates of trunks from now on, as where plug-ins come and go. */
    public void offer(List<Template> now) {
        synchronized (this) {
            templates = List.copyOf(now);
        }
        node.plugins().tell();
    }

    /** The next question for templates is answered after it, with those that there were when it was asked. */
    public synchronized void answerTemplatesAfter(CountDownLatch latch) {
        nextTemplates = latch;
    }

    @Override
    public List<Template> trunkTemplates() throws NodeUnavailableException {
        node.reach();
        List<Template> now;
        CountDownLatch answered;
        synchronized (this) {
            now = templates;
            answered = nextTemplates;
            nextTemplates = new CountDownLatch(0);
        }
        FakeNode.await(answered);
        return now;
    }
}
