package org.trunkline.ui.internal;

import java.util.List;
import java.util.Map;

import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.DeskPreferences;

/**
 * Starts the node inside the desk, beside the opening of the window. Its bundles are not started with the framework,
 * because the preferences that say where it listens are known only once the workspace is.
 */
final class NodeStart {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);
    private static final String PREFIX = "org.trunkline.";
    /** The client first: a remote node may be wanted at once. The parts wait for each other by themselves. */
    private static final List<String> CLIENT = List.of("remote");
    private static final List<String> NODE =
            List.of("store.jdbc", "cdr.journal", "cdr.lucene", "media.rtp", "sip.jain", "http", "node", "demo");
    private static final Map<String, String> PROPERTIES = Map.of("trunkline.sip.port", DeskPreferences.SIP_PORT,
            "trunkline.http.port", DeskPreferences.HTTP_PORT, "trunkline.bind", DeskPreferences.BIND,
            "trunkline.rtp.ports", DeskPreferences.RTP_PORTS);

    private NodeStart() {}

    /** Returns at once. */
    static void inBackground() {
        Thread.ofPlatform().name("desk-node-start").daemon().start(NodeStart::run);
    }

    private static void run() {
        CLIENT.forEach(NodeStart::start);
        if ("off".equals(System.getProperty("trunkline.node")))
            return;
        IEclipsePreferences preferences = InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
        // what the command line says wins over the preferences
        PROPERTIES.forEach((property, preference) -> {
            String value = preferences.get(preference, "");
            if (!value.isEmpty() && System.getProperty(property) == null)
                System.setProperty(property, value);
        });
        NODE.forEach(NodeStart::start);
    }

    private static void start(String name) {
        Bundle bundle = Platform.getBundle(PREFIX + name);
        if (bundle == null) {
            LOG.info("{}{} is not part of this desk", PREFIX, name);
            return;
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            LOG.error("{} did not start", bundle.getSymbolicName(), e);
        }
    }
}
