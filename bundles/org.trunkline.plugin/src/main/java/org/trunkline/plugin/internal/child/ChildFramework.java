package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.trunkline.api.node.Node;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Setup;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.call.CallControl;
import org.trunkline.spi.config.EntryStore;

/** The OSGi framework of a plug-in's process. */
final class ChildFramework {
    private static final long STOP_MS = 3_000;

    private final Link link;
    private final OfferedExtensions extensions;
    private final ChildEntries entries;
    private volatile Optional<Framework> framework = Optional.empty();

    ChildFramework(Link link) {
        this.link = link;
        extensions = new OfferedExtensions(link);
        entries = new ChildEntries(link);
    }

    /** Starts the plug-in's bundles; returns when all are active. */
    void start(Setup setup) throws BundleException, IOException {
        var made = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new BundleException("no OSGi framework on the class path"))
                .newFramework(configuration(setup));
        framework = Optional.of(made);
        made.init();
        var context = made.getBundleContext();
        extensions.watch(context);
        context.registerService(PluginContext.class, new ChildContext(setup, extensions.topics(), link), null);
        context.registerService(EntryStore.class, entries, null);
        if (setup.permissions().contains("calls.control"))
            context.registerService(CallControl.class, new ChildCallControl(link), null);
        setup.api().ifPresent(api -> new ApiClient(api, node -> context.registerService(Node.class, node, null)).connect());
        made.start();
        for (var bundle : install(context, setup.platform()))
            bundle.start();
        for (var bundle : install(context, setup.bundles()))
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                bundle.start();
    }

    Optional<OfferedExtensions.Offered> extension(int number) {
        return extensions.find(number);
    }

    ExtensionTypes types() {
        return extensions.types();
    }

    ChildEntries entries() {
        return entries;
    }

    void stop() {
        try {
            if (framework.isPresent()) {
                framework.get().stop();
                framework.get().waitForStop(STOP_MS);
            }
        } catch (BundleException | InterruptedException e) {
            // the process ends in any case
        }
    }

    private static Map<String, String> configuration(Setup setup) {
        var configuration = new HashMap<String, String>();
        configuration.put(Constants.FRAMEWORK_STORAGE, setup.storage().toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, setup.systemPackages());
        configuration.put("felix.log.level", "1");
        configuration.put("osgi.compatibility.bootdelegation", "false");
        return configuration;
    }

    private static List<Bundle> install(BundleContext context, List<Path> files) throws BundleException {
        var bundles = new ArrayList<Bundle>();
        for (var file : files)
            bundles.add(context.installBundle("reference:" + file.toUri()));
        return bundles;
    }
}
