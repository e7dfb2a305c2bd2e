package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.PluginEntries.KindStatus;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;

/**
 * A kind that a plug-in brought.
 *
 * @param about as the plug-in says; of one that does not run what its entries tell
 * @param state of the plug-in
 * @param pluginName by language; empty where it is not installed
 */
public record AddedKind(PluginEntries.Kind about, State state, Map<String, String> pluginName) implements Kind {
    /** Entries of a plug-in that does not run are looked at for the names of their fields. */
    private static final int LOOKED_AT = 200;
    private static final String KEY = "key";
    /** Types of fields that hold what can be called. */
    private static final Set<String> DIALLED = Set.of("dialled", "phone-number", "subscriber");

    /** Whether the plug-in runs. */
    public enum State {
        RUNS, STOPPED, NOT_INSTALLED
    }

    public AddedKind {
        requireNonNull(about);
        requireNonNull(state);
        pluginName = Map.copyOf(pluginName);
    }

    @Override
    public EntryForm<?, ?> form() {
        return new AddedForm(this);
    }

    /** Its entries on a node. */
    public Catalog<PluginEntries.Entry, Map<String, String>> entries(Node node) {
        return new AddedForm(this).catalog(node);
    }

    @Override
    public String code() {
        return about.plugin() + "/" + about.kind();
    }

    @Override
    public boolean dials(String path) {
        return about.fields().stream().anyMatch(field -> field.name().equals(path) && DIALLED.contains(field.type()) && !field.secret());
    }

    @Override
    public boolean runs() {
        return state == State.RUNS;
    }

    @Override
    public KindText text(Texts texts) {
        return new AddedText(texts, this);
    }

    /** What its plug-in is called. */
    public String plugin() {
        return DeclaredForm.in(pluginName, about.plugin());
    }

    /** All there are, with how many entries each has; by plug-in, then name. Off the UI thread. */
    public static Map<Kind, Long> all(Node node) throws NodeUnavailableException {
        var found = new LinkedHashMap<Kind, Long>();
        List<KindStatus> all = node.entries().kinds();
        List<PluginStatus> installed = all.isEmpty() ? List.of() : node.plugins().list();
        for (KindStatus status : all) {
            Optional<PluginStatus> plugin = installed.stream().filter(p -> p.id().equals(status.plugin())).findFirst();
            var state = status.about().isPresent() ? State.RUNS
                    : plugin.isPresent() ? State.STOPPED : State.NOT_INSTALLED;
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
