package org.trunkline.plugin.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;

import org.trunkline.api.plugin.ApiSessions.Session;
import org.trunkline.plugin.internal.link.Setup;
import org.trunkline.plugin.internal.link.Setup.ApiAccess;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** Writes what a process is told at its start. */
final class SetupFrame {
    private SetupFrame() {
    }

    static Setup of(PluginSpec spec, ChildParts parts, Path run, Optional<Session> session) throws IOException {
        var about = spec.manifest().about();
        return new Setup(spec.id(), about.version(), spec.settings(), spec.folder().toAbsolutePath(), run.resolve("framework"),
                parts.systemPackages(), hasComponents(spec.bundles()) ? parts.components() : List.of(),
                spec.bundles().stream().map(Path::toAbsolutePath).toList(), about.permissions(),
                session.map(open -> new ApiAccess(open.url().toString(), open.token())));
    }

    /** Declarative services cost some 10 MB: only for those that use them. */
    private static boolean hasComponents(List<Path> bundles) throws IOException {
        for (var file : bundles)
            try (var jar = new JarFile(file.toFile())) {
                var manifest = jar.getManifest();
                if (manifest != null && manifest.getMainAttributes().getValue("Service-Component") != null)
                    return true;
            }
        return false;
    }
}
