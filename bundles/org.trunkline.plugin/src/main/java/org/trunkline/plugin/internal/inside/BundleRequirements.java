package org.trunkline.plugin.internal.inside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.host.ManifestHeader;
import org.trunkline.plugin.internal.host.ManifestHeader.Clause;
import org.trunkline.plugin.internal.host.ResolveWords;

/** Finds out whether bundles would resolve in the running framework, without installing anything. */
final class BundleRequirements {
    private static final String PACKAGE = "osgi.wiring.package";
    private static final String BUNDLE = "osgi.wiring.bundle";

    /** @param name to be found in a message */
    private record Need(String bundle, String name, Requirement requirement) {}

    private final FrameworkWiring wiring;

    BundleRequirements(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    /** @return what is missing; {@link LocalizableText#NOTHING} where nothing is */
    LocalizableText check(List<Path> bundles) throws IOException {
        var needs = new ArrayList<Need>();
        var own = new HashSet<String>();
        for (var file : bundles)
            try (var jar = new JarFile(file.toFile())) {
                if (jar.getManifest() == null)
                    throw new IOException(file.getFileName() + " has no manifest");
                read(jar.getManifest().getMainAttributes(), needs, own);
            }
        for (var need : needs)
            if (!own.contains(need.name()) && wiring.findProviders(need.requirement()).isEmpty())
                return said(need);
        return LocalizableText.NOTHING;
    }

    private static LocalizableText said(Need need) {
        if (need.requirement().getNamespace().equals(PACKAGE))
            return ResolveWords.missing(need.name(), need.bundle(),
                    need.requirement().getDirectives().get(Constants.FILTER_DIRECTIVE));
        return new LocalizableText("plugin-requirement", List.of(need.name(), need.bundle()), need.name()
                + " is missing, which bundle " + need.bundle()
                + " needs. Install a version of the plug-in that fits this product, or ask its publisher.");
    }

    private static void read(Attributes manifest, List<Need> needs, Set<String> own) throws IOException {
        var symbolic = clauses(manifest, Constants.BUNDLE_SYMBOLICNAME);
        if (symbolic.isEmpty())
            throw new IOException("a file without Bundle-SymbolicName is not a bundle");
        var name = symbolic.getFirst().paths().getFirst();
        own.add(name);
        clauses(manifest, Constants.EXPORT_PACKAGE).forEach(clause -> own.addAll(clause.paths()));
        clauses(manifest, Constants.PROVIDE_CAPABILITY).forEach(clause -> own.addAll(clause.paths()));
        for (var clause : clauses(manifest, Constants.IMPORT_PACKAGE))
            for (var path : mandatory(clause) ? clause.paths() : List.<String>of())
                needs.add(wiringNeed(name, PACKAGE, path, clause.attributes().get("version"), "version"));
        for (var clause : clauses(manifest, Constants.REQUIRE_BUNDLE))
            for (var path : mandatory(clause) ? clause.paths() : List.<String>of())
                needs.add(wiringNeed(name, BUNDLE, path, clause.attributes().get("bundle-version"), "bundle-version"));
        for (var clause : clauses(manifest, Constants.REQUIRE_CAPABILITY))
            if (mandatory(clause) && "resolve".equals(clause.directives().getOrDefault("effective", "resolve")))
                clause.paths().forEach(path -> needs.add(new Need(name, path, requirement(path, clause.directives()))));
    }

    private static boolean mandatory(Clause clause) {
        return !"optional".equals(clause.directives().get("resolution"));
    }

    private static Need wiringNeed(String bundle, String namespace, String path, String range, String attribute) {
        var named = "(" + namespace + "=" + path + ")";
        var filter = range == null ? named
                : "(&" + named + VersionRange.valueOf(range).toFilterString(attribute) + ")";
        return new Need(bundle, path, requirement(namespace, Map.of(Constants.FILTER_DIRECTIVE, filter)));
    }

    private static List<Clause> clauses(Attributes manifest, String header) {
        var text = manifest.getValue(header);
        return text == null ? List.of() : ManifestHeader.parse(text);
    }

    private static Requirement requirement(String namespace, Map<String, String> directives) {
        return new Requirement() {
            @Override
            public String getNamespace() {
                return namespace;
            }

            @Override
            public Map<String, String> getDirectives() {
                return directives;
            }

            @Override
            public Map<String, Object> getAttributes() {
                return Map.of();
            }

            @Override
            public Resource getResource() {
                return null; // of no bundle yet
            }
        };
    }
}
