package org.trunkline.plugin.internal.inside;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.trunkline.plugin.internal.host.ResolveWords;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** The bundles of one version of a plug-in in the node's framework. */
final class PluginBundles {
    private static final String LOCATION = "trunkline-plugin:";
    private static final AtomicLong KEYS = new AtomicLong();

    private final PluginWalls walls;
    private final FrameworkWiring wiring;
    private final String key;
    private final List<Bundle> bundles = new ArrayList<>();

    private PluginBundles(PluginSpec spec, BundleContext context, PluginWalls walls) {
        this.walls = walls;
        wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        key = spec.id() + ':' + spec.manifest().about().version() + ':' + KEYS.incrementAndGet();
    }

    /** Removes what a node that was killed has left in its framework. */
    static void clear(BundleContext context) {
        for (var bundle : context.getBundles())
            if (bundle.getLocation().startsWith(LOCATION))
                try {
                    bundle.uninstall();
                } catch (BundleException | IllegalStateException e) {
                    // it does nothing as it is
                }
    }

    /** Installs and resolves the bundles, or changes nothing. */
    static PluginBundles install(PluginSpec spec, BundleContext context, PluginWalls walls) throws PluginStartException {
        var installed = new PluginBundles(spec, context, walls);
        try {
            var missing = new BundleRequirements(installed.wiring).check(spec.bundles());
            if (!missing.isEmpty())
                throw new PluginStartException(missing);
            for (var file : spec.bundles())
                try (var in = Files.newInputStream(file)) {
                    var bundle = context.installBundle(LOCATION + installed.key + '/' + file.getFileName(), in);
                    walls.add(bundle, installed.key);
                    installed.bundles.add(bundle);
                }
            installed.wiring.resolveBundles(installed.bundles);
            return installed;
        } catch (IOException | BundleException | IllegalArgumentException e) {
            installed.uninstall();
            throw new PluginStartException(ResolveWords.readable(String.valueOf(e.getMessage())));
        }
    }

    String key() {
        return key;
    }

    boolean holds(Bundle bundle) {
        return walls.within(bundle, key);
    }

    /** Of the first bundle. */
    ClassLoader loader() {
        for (var bundle : bundles) {
            var wired = bundle.adapt(BundleWiring.class);
            if (wired != null && wired.getClassLoader() != null)
                return wired.getClassLoader();
        }
        return PluginBundles.class.getClassLoader();
    }

    /** On a thread of the plug-in: its activators run. */
    void start() throws BundleException {
        for (var bundle : bundles)
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    }

    /** On a thread of the plug-in, unless nothing was started. */
    void uninstall() {
        for (var bundle : bundles.reversed())
            try {
                bundle.uninstall();
            } catch (BundleException | IllegalStateException e) {
                // its activator threw, or it is gone: uninstalled in both cases
            }
        wiring.refreshBundles(bundles);
        bundles.forEach(walls::remove);
    }
}
