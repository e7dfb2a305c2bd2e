package org.trunkline.node.internal.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginEntries.Kind;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.engine.component.DescribedServices;
import org.trunkline.engine.component.DescribedServices.Described;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.config.TrunkTemplates.TrunkTemplate;

/** The kinds and templates that plug-ins bring. <b>Threads:</b> any. */
final class PluginKinds {
    private static final Logger LOG = LoggerFactory.getLogger(PluginKinds.class);
    /** Property of an extension's service: the id of its plug-in. */
    private static final String PLUGIN = "trunkline.plugin";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int MOST_FIELDS = 60;
    private static final int MOST_OF_ONE = 500;
    private static final int MOST_TEMPLATES = 2_000;

    /** A kind with the extension that checks its entries. @param compared names of fields */
    record Known(Kind kind, ConfigKind extension, List<String> compared) {}

    /** One or none of each: none of an extension whose kind cannot be used. */
    private final DescribedServices<ConfigKind, List<Known>> kinds = new DescribedServices<>(PluginKinds::known);
    private final DescribedServices<TrunkTemplates, List<Template>> templates = new DescribedServices<>(PluginKinds::templates);

    void add(ConfigKind kind, Map<String, Object> properties) {
        if (properties.get(PLUGIN) instanceof String plugin)
            kinds.add(plugin, kind);
    }

    void update(ConfigKind kind) {
        kinds.update(kind);
    }

    void remove(ConfigKind kind) {
        kinds.remove(kind);
    }

    void add(TrunkTemplates source, Map<String, Object> properties) {
        if (properties.get(PLUGIN) instanceof String plugin)
            templates.add(plugin, source);
    }

    void update(TrunkTemplates source) {
        templates.update(source);
    }

    void remove(TrunkTemplates source) {
        templates.remove(source);
    }

    /** Of a plug-in, by name. */
    List<Kind> of(String plugin) {
        return newest(kinds.of(plugin)).stream().sorted(Comparator.comparing(Kind::kind)).toList();
    }

    Collection<Kind> all() {
        return newest(kinds.all());
    }

    /** Of two versions under way the newer one. */
    private static Collection<Kind> newest(Stream<Described<ConfigKind, List<Known>>> some) {
        var newest = new LinkedHashMap<String, Kind>();
        some.flatMap(k -> k.description().stream()).map(Known::kind).forEach(kind -> newest.put(kind.plugin() + "/" + kind.kind(), kind));
        return newest.values();
    }

    Optional<Known> find(String plugin, String name) {
        return kinds.of(plugin).flatMap(k -> k.description().stream()).filter(k -> k.kind().kind().equals(name))
                .reduce((_, later) -> later); // of two versions under way the newer one
    }

    private static Optional<List<Known>> known(String plugin, ConfigKind extension) {
        try {
            var info = extension.info();
            var kind = new Kind(plugin, info.kind(), info.label().byLanguage(), info.key(),
                    info.fields().stream().map(SettingField::inApi).toList());
            if (!NAME.matcher(kind.kind()).matches() || kind.fields().size() > MOST_FIELDS
                    || kind.fields().stream().noneMatch(f -> f.name().equals(kind.key()) && !f.secret())) {
                LOG.warn("A kind \"{}\" of the plug-in {} cannot be used: its name must be lower case, digits and hyphens,"
                        + " its key \"{}\" one of up to {} fields and no secret", kind.kind(), plugin, kind.key(), MOST_FIELDS);
                return Optional.of(List.of());
            }
            var open = kind.fields().stream().filter(f -> !f.secret()).map(PluginAbout.Field::name).toList();
            return Optional.of(List.of(new Known(kind, extension, extension.compared().stream().filter(open::contains).toList())));
        } catch (RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("A kind of the plug-in {} failed to describe itself: {}", plugin, e.toString());
            return Optional.empty();
        }
    }

    /** By provider, then id. */
    List<Template> templates() {
        return templates.all().flatMap(source -> source.description().stream())
                .sorted(Comparator.comparing(Template::provider).thenComparing(Template::id)).limit(MOST_TEMPLATES).toList();
    }

    private static Optional<List<Template>> templates(String plugin, TrunkTemplates source) {
        try {
            return Optional.of(source.templates().stream().limit(MOST_OF_ONE).filter(t -> usable(t, plugin))
                    .map(t -> new Template(t.id(), plugin, t.provider(), t.country(), t.source(), t.trunk(),
                            t.asked().stream().map(SettingField::inApi).toList())).toList());
        } catch (ExtensionException | RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("The plug-in {} failed to list its trunk templates: {}", plugin, e.toString());
            return Optional.empty();
        }
    }

    private static boolean usable(TrunkTemplate template, String plugin) {
        var problem = template.problem();
        problem.ifPresent(why -> LOG.warn("The template \"{}\" of the plug-in {} is left out: {}", template.id(), plugin, why));
        return problem.isEmpty();
    }
}
