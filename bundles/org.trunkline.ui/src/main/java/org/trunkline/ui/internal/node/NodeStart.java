package org.trunkline.ui.internal.node;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.EmbeddedNode;
import org.trunkline.ui.internal.parts.BundleStart;
import org.trunkline.ui.internal.parts.EmbeddedCalls;
import org.trunkline.ui.internal.parts.NodeBundles;

/**
 * Starts the node inside the desk, beside the opening of the window. Its bundles are not started with the framework
 * (so they must not ask for lazy activation, which here means just that), because the preferences that say where it
 * listens are known only once the workspace is. The parts wait for each other by themselves.
 */
public final class NodeStart implements EmbeddedNode {
    private static final String PREFIX = "org.trunkline.";
    /** The client first: a remote node may be wanted at once. */
    private static final String CLIENT = PREFIX + "remote";
    /** The store's schema is made by it. */
    private static final String SCHEMA = "org.liquibase.core";
    /** It configures all parts: without it they end, and with it they begin with the settings of then. */
    private static final String WHOLE = PREFIX + "node";
    private static final Map<String, String> PROPERTIES = Map.of("trunkline.sip.port", DeskPreferences.SIP_PORT,
            "trunkline.http.port", DeskPreferences.HTTP_PORT, "trunkline.bind", DeskPreferences.BIND,
            "trunkline.rtp.ports", DeskPreferences.RTP_PORTS, "trunkline.tls.port", DeskPreferences.TLS_PORT);
    /** A page of preferences is stored key by key. */
    private static final int SETTLE_MS = 300;

    private final BundleContext context = Platform.getBundle(PREFIX + "ui").getBundleContext();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("desk-node-start").daemon().factory());
    private final EmbeddedCalls calls = new EmbeddedCalls();
    private final Map<String, String> applied = new HashMap<>(); // the thread's alone

    private NodeStart() {}

    /** The system property of a preference of the node. */
    public static String property(String preference) {
        return PROPERTIES.entrySet().stream().filter(e -> e.getValue().equals(preference)).findFirst().orElseThrow().getKey();
    }

    /** Returns at once. */
    public static void inBackground() {
        var node = new NodeStart();
        node.context.registerService(EmbeddedNode.class, node, null);
        node.thread.execute(node::start);
    }

    private void start() {
        var start = new BundleStart();
        start.accept(CLIENT);
        if ("off".equals(System.getProperty("trunkline.node")))
            return;
        applyPreferences();
        preferences().addPreferenceChangeListener(change -> {
            if (PROPERTIES.containsValue(change.getKey()))
                thread.schedule(this::preferencesChanged, SETTLE_MS, TimeUnit.MILLISECONDS);
        });
        startParts(start);
    }

    private void startParts(BundleStart start) {
        start.accept(SCHEMA);
        node().forEach(start);
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
    }

    /** What the command line says wins over the preferences. @return whether anything is other than before */
    private boolean applyPreferences() {
        var before = Map.copyOf(applied);
        PROPERTIES.forEach((property, preference) -> {
            String value = preferences().get(preference, "");
            if (System.getProperty(property) != null && !applied.containsKey(property))
                return;
            if (value.isEmpty()) {
                applied.remove(property);
                System.clearProperty(property);
            } else {
                applied.put(property, value);
                System.setProperty(property, value);
            }
        });
        return !before.equals(applied);
    }

    /** No call is ended for it: those that are up keep the node as it is until the next start. */
    private void preferencesChanged() {
        if (calls.count() > 0)
            return;
        if (applyPreferences())
            restart();
    }

    @Override
    public void startAgain() {
        if ("off".equals(System.getProperty("trunkline.node")))
            return;
        thread.execute(() -> {
            applyPreferences();
            restart();
        });
    }

    /**
     * Stops every part, the one that ends the calls first: a part that could not start keeps its failure until it is
     * stopped itself. Its configuration alone does not begin it again, where that comes back as it was.
     */
    private void restart() {
        var start = new BundleStart();
        start.stop(WHOLE);
        nodeBundles().filter(NodeBundles::hasComponents).map(Bundle::getSymbolicName).filter(name -> !name.equals(CLIENT))
                .forEach(start::stop);
        startParts(start);
    }

    private Stream<String> node() {
        return nodeBundles().map(Bundle::getSymbolicName);
    }

    private Stream<Bundle> nodeBundles() {
        return Stream.of(context.getBundles()).filter(NodeBundles::contains);
    }
}
