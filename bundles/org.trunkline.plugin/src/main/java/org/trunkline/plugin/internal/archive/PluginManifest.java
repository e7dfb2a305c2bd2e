package org.trunkline.plugin.internal.archive;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.api.plugin.PluginAbout;

/**
 * {@code plugin.json} of an archive, checked.
 *
 * @param about what users see of it
 * @param apiRange versions of {@code org.trunkline.spi} that it works with: {@code [0.1,0.2)}
 * @param nodeBundles paths of bundles in the archive, in the order to start
 * @param deskBundles the same for the desk
 */
public record PluginManifest(PluginAbout about, String apiRange, List<String> nodeBundles, List<String> deskBundles) {
    public PluginManifest {
        requireNonNull(about);
        requireNonNull(apiRange);
        nodeBundles = List.copyOf(nodeBundles);
        deskBundles = List.copyOf(deskBundles);
    }
}
