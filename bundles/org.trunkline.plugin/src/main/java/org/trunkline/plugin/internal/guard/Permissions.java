package org.trunkline.plugin.internal.guard;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.archive.ManifestRules;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** The permissions that a plug-in may have, by name. */
public final class Permissions {
    public static final String RECORDS_READ = "records.read";
    public static final String CALLS_READ = "calls.read";
    public static final String CALLS_CONTROL = "calls.control";
    public static final String CONFIG_READ = "config.read";
    public static final String CONFIG_WRITE = "config.write";

    /** Numbers and names unmasked. */
    public static final String PERSONAL = "personal";

    private static final Set<String> OF_API = Set.of(RECORDS_READ, CALLS_READ, CALLS_CONTROL, CONFIG_READ, CONFIG_WRITE);

    private Permissions() {
    }

    /** Why a plug-in may not have this extension: the administrator was not told of it. {@link LocalizableText#NOTHING} where it may. */
    public static LocalizableText undeclared(PluginAbout about, ExtensionType type) {
        return about.provides().contains(type.name()) ? LocalizableText.NOTHING
                : new LocalizableText("plugin-undeclared", List.of(type.name()), "It registers the interface " + type.name()
                        + ", which is not listed under \"provides\" in its plugin.json. Ask its publisher for another version.");
    }

    /** Why a plug-in is not complete: it lacks interfaces that it names. {@link LocalizableText#NOTHING} where it is. */
    public static LocalizableText missing(PluginSpec spec, Collection<GuardedExtension> offered) {
        var names = offered.stream().map(extension -> extension.type().name()).collect(Collectors.toCollection(HashSet::new));
        if (spec.host() == Host.PROCESS)
            names.addAll(ManifestRules.INSIDE_ONLY);
        var missing = spec.manifest().about().provides().stream().filter(name -> !names.contains(name))
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? LocalizableText.NOTHING
                : new LocalizableText("plugin-not-offered", List.of(missing), "It does not offer " + missing + ", listed under \"provides\""
                        + " in its plugin.json: a component did not start. The log of the node shows why; ask its publisher.");
    }

    /** Whether one of them opens a part of the API. */
    public static boolean usesApi(List<String> permissions) {
        return permissions.stream().anyMatch(OF_API::contains);
    }
}
