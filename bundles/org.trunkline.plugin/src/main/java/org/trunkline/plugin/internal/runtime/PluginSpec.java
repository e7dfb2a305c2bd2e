package org.trunkline.plugin.internal.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.plugin.internal.archive.PluginManifest;

/**
 * What is to be run: one version of a plug-in, unpacked.
 *
 * @param bundles files of its node bundles, in the order to start
 * @param settings by name, defaults filled in, secrets in clear
 * @param folder for the plug-in's own files
 * @param host where it runs
 */
public record PluginSpec(PluginManifest manifest, List<Path> bundles, Map<String, String> settings, Path folder,
        Host host) {
    public PluginSpec {
        requireNonNull(manifest);
        bundles = List.copyOf(bundles);
        settings = Map.copyOf(settings);
        requireNonNull(folder);
        requireNonNull(host);
    }

    public String id() {
        return manifest.about().id();
    }

    /** Names settings, not their values. */
    @Override
    public String toString() {
        return "PluginSpec[" + id() + " " + manifest.about().version() + " " + host + " " + settings.keySet() + "]";
    }
}
