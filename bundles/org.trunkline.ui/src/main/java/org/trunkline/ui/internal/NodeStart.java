package org.trunkline.ui.internal;

import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.trunkline.ui.DeskPreferences;

/**
 * Starts the node inside the desk, beside the opening of the window. Its bundles are not started with the framework
 * (so they must not ask for lazy activation, which here means just that), because the preferences that say where it
 * listens are known only once the workspace is. The parts wait for each other by themselves.
 */
final class NodeStart {
    private static final String PREFIX = "org.trunkline.";
    /** The client first: a remote node may be wanted at once. */
    private static final String CLIENT = PREFIX + "remote";
    /** The store's schema is made by it. */
    private static final String SCHEMA = "org.liquibase.core";
    private static final Map<String, String> PROPERTIES = Map.of("trunkline.sip.port", DeskPreferences.SIP_PORT,
            "trunkline.http.port", DeskPreferences.HTTP_PORT, "trunkline.bind", DeskPreferences.BIND,
            "trunkline.rtp.ports", DeskPreferences.RTP_PORTS);

    private NodeStart() {}

    /** Returns at once. */
    static void inBackground() {
        Thread.ofPlatform().name("desk-node-start").daemon().start(NodeStart::run);
    }

    private static void run() {
        var start = new BundleStart();
        start.accept(CLIENT);
        if ("off".equals(System.getProperty("trunkline.node")))
            return;
        IEclipsePreferences preferences = InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
        // what the command line says wins over the preferences
        PROPERTIES.forEach((property, preference) -> {
            String value = preferences.get(preference, "");
            if (!value.isEmpty() && System.getProperty(property) == null)
                System.setProperty(property, value);
        });
        start.accept(SCHEMA);
        node().forEach(start);
    }

    /** The desk's own are activated as they are needed and say so; what is left makes up the node. */
    private static Stream<String> node() {
        return Stream.of(Platform.getBundle(PREFIX + "ui").getBundleContext().getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith(PREFIX))
                .filter(bundle -> bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) == null)
                .map(Bundle::getSymbolicName);
    }
}
