package org.trunkline.node.internal.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginEntries.Kind;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.config.TrunkTemplates.TrunkTemplate;

/** The kinds and templates that plug-ins bring; each is asked what it is when it is first needed, and after each update. <b>Threads:</b> any. */
final class PluginKinds {
    private static final Logger LOG = LoggerFactory.getLogger(PluginKinds.class);
    /** Property of an extension's service: the id of its plug-in. */
    private static final String PLUGIN = "trunkline.plugin";
    /** Property of an extension's service: how often what is behind it was replaced. */
    private static final String RESTARTS = "trunkline.plugin.restarts";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int MOST_FIELDS = 60;
    private static final int MOST_OF_ONE = 500;
    private static final int MOST_TEMPLATES = 2_000;

    /** A kind with the extension that checks its entries. @param compared names of fields */
    record Known(Kind kind, ConfigKind extension, List<String> compared) {}

    /** @param restarts of what is behind the extension: what an earlier one said late does not count */
    private record Entry<T>(String plugin, T extension, Object restarts) {}

    private final List<Entry<ConfigKind>> kinds = new CopyOnWriteArrayList<>();
    private final List<Entry<TrunkTemplates>> sources = new CopyOnWriteArrayList<>();
    private final Map<Entry<ConfigKind>, Known> known = new ConcurrentHashMap<>();
    private final Map<Entry<TrunkTemplates>, List<Template>> templates = new ConcurrentHashMap<>();

    void add(ConfigKind kind, Map<String, Object> properties) {
        if (properties.get(PLUGIN) instanceof String plugin)
            kinds.add(new Entry<>(plugin, kind, restarts(properties)));
    }

    /** Another version is behind it. */
    void update(ConfigKind kind, Map<String, Object> properties) {
        kinds.replaceAll(e -> e.extension() == kind ? new Entry<>(e.plugin(), kind, restarts(properties)) : e);
        known.keySet().removeIf(e -> e.extension() == kind);
    }

    void remove(ConfigKind kind) {
        kinds.removeIf(e -> e.extension() == kind);
        known.keySet().removeIf(e -> e.extension() == kind);
    }

    void add(TrunkTemplates source, Map<String, Object> properties) {
        if (properties.get(PLUGIN) instanceof String plugin)
            sources.add(new Entry<>(plugin, source, restarts(properties)));
    }

    /** Another version is behind it. */
    void update(TrunkTemplates source, Map<String, Object> properties) {
        sources.replaceAll(e -> e.extension() == source ? new Entry<>(e.plugin(), source, restarts(properties)) : e);
        templates.keySet().removeIf(e -> e.extension() == source);
    }

    void remove(TrunkTemplates source) {
        sources.removeIf(e -> e.extension() == source);
        templates.keySet().removeIf(e -> e.extension() == source);
    }

    private static Object restarts(Map<String, Object> properties) {
        return properties.getOrDefault(RESTARTS, 0);
    }

    /** Of a plug-in, by name. */
    List<Kind> of(String plugin) {
        return kinds.stream().filter(e -> e.plugin().equals(plugin)).flatMap(e -> kind(e).stream()).map(Known::kind)
                .sorted(Comparator.comparing(Kind::kind)).toList();
    }

    /** Of two versions under way the newer one. */
    Collection<Kind> all() {
        var all = new LinkedHashMap<String, Kind>();
        kinds.stream().flatMap(e -> kind(e).stream()).map(Known::kind).forEach(kind -> all.put(kind.plugin() + "/" + kind.kind(), kind));
        return all.values();
    }

    Optional<Known> find(String plugin, String name) {
        return kinds.stream().filter(e -> e.plugin().equals(plugin))
                .flatMap(e -> kind(e).filter(k -> k.kind().kind().equals(name)).stream())
                .reduce((_, later) -> later); // of two versions under way the newer one
    }

    private Optional<Known> kind(Entry<ConfigKind> entry) {
        var before = known.get(entry);
        if (before != null)
            return Optional.of(before);
        try {
            var info = entry.extension().info();
            var kind = new Kind(entry.plugin(), info.kind(), info.label().byLanguage(), info.key(),
                    info.fields().stream().map(SettingField::inApi).toList());
            if (!NAME.matcher(kind.kind()).matches() || kind.fields().size() > MOST_FIELDS
                    || kind.fields().stream().noneMatch(f -> f.name().equals(kind.key()) && !f.secret())) {
                LOG.warn("A kind \"{}\" of the plug-in {} cannot be used: its name must be lower case, digits and hyphens,"
                        + " its key \"{}\" one of up to {} fields and no secret", kind.kind(), entry.plugin(), kind.key(), MOST_FIELDS);
                return Optional.empty();
            }
            var open = kind.fields().stream().filter(f -> !f.secret()).map(PluginAbout.Field::name).toList();
            var whole = new Known(kind, entry.extension(), entry.extension().compared().stream().filter(open::contains).toList());
            known.put(entry, whole);
            return Optional.of(whole);
        } catch (RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("A kind of the plug-in {} failed to describe itself: {}", entry.plugin(), e.toString());
            return Optional.empty();
        }
    }

    /** By provider, then id. */
    List<Template> templates() {
        var all = new ArrayList<Template>();
        for (var source : sources)
            all.addAll(templates(source));
        all.sort(Comparator.comparing(Template::provider).thenComparing(Template::id));
        return all.subList(0, Math.min(MOST_TEMPLATES, all.size()));
    }

    private List<Template> templates(Entry<TrunkTemplates> source) {
        var before = templates.get(source);
        if (before != null)
            return before;
        try {
            var usable = source.extension().templates().stream().limit(MOST_OF_ONE).filter(t -> usable(t, source.plugin()))
                    .map(t -> new Template(t.id(), source.plugin(), t.provider(), t.country(), t.source(), t.trunk(),
                            t.asked().stream().map(SettingField::inApi).toList())).toList();
            templates.put(source, usable);
            return usable;
        } catch (ExtensionException | RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("The plug-in {} failed to list its trunk templates: {}", source.plugin(), e.toString());
            return List.of();
        }
    }

    private static boolean usable(TrunkTemplate template, String plugin) {
        var problem = template.problem();
        problem.ifPresent(why -> LOG.warn("The template \"{}\" of the plug-in {} is left out: {}", template.id(), plugin, why));
        return problem.isEmpty();
    }
}
