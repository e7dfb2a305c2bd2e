package org.trunkline.ui.plugins.internal.desk;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundles of plug-ins in the running framework. The extension registry hears of them by itself. One thread at a time. */
final class DeskBundles {
    private static final Logger LOG = LoggerFactory.getLogger(DeskBundles.class);
    private static final String SCHEME = "trunkline-desk:";

    private final BundleContext context;

    DeskBundles(BundleContext context) {
        this.context = context;
    }

    /** Those of a plug-in, or of all where the id is empty. */
    List<Bundle> of(String plugin) {
        String prefix = plugin.isEmpty() ? SCHEME : SCHEME + plugin + "/";
        return Stream.of(context.getBundles()).filter(bundle -> bundle.getLocation().startsWith(prefix)).toList();
    }

    /** Puts them in the place of those of another version. @throws BundleException where one does not fit; none is left then */
    void install(DeskArchive archive) throws BundleException {
        remove(archive.id());
        var installed = new ArrayList<Bundle>();
        try {
            for (var bundle : archive.bundles())
                installed.add(context.installBundle(SCHEME + archive.id() + "/" + archive.version() + "/" + bundle.path(),
                        new ByteArrayInputStream(bundle.content())));
            for (Bundle bundle : installed)
                if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException | IllegalStateException e) {
            installed.forEach(DeskBundles::uninstall);
            refresh(installed);
            throw e instanceof BundleException refused ? refused : new BundleException("not installed", e);
        }
    }

    void remove(String plugin) {
        List<Bundle> gone = of(plugin);
        gone.forEach(DeskBundles::uninstall);
        refresh(gone);
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} is not uninstalled: {}", bundle.getLocation(), e.getMessage());
        }
    }

    private void refresh(List<Bundle> gone) {
        if (!gone.isEmpty())
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class).refreshBundles(gone);
    }
}
