package org.trunkline.ui.internal.node;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.eclipse.core.runtime.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.trunkline.ui.EmbeddedNode;
import org.trunkline.ui.internal.parts.BundleStart;
import org.trunkline.ui.internal.parts.NodeBundles;

/**
 * Starts the node inside the desk, beside the opening of the window. Its bundles are not started with the framework
 * (so they must not ask for lazy activation, which here means just that), so that the window comes first. The parts wait for
 * each other by themselves.
 */
public final class NodeStart implements EmbeddedNode {
    private static final String PREFIX = "org.trunkline.";
    /** The client first: a remote node may be wanted at once. */
    private static final String CLIENT = PREFIX + "remote";
    /** The store's schema is made by it. */
    private static final String SCHEMA = "org.liquibase.core";
    /** It configures all parts: without it they end, and with it they begin with the settings of then. */
    private static final String WHOLE = PREFIX + "node";

    private final BundleContext context = Platform.getBundle(PREFIX + "ui").getBundleContext();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("desk-node-start").daemon().factory());

    private NodeStart() {}

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
        startParts(start);
    }

    private void startParts(BundleStart start) {
        start.accept(SCHEMA);
        node().forEach(start);
    }

    @Override
    public void startAgain() {
        if ("off".equals(System.getProperty("trunkline.node")))
            return;
        thread.execute(this::restart);
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
