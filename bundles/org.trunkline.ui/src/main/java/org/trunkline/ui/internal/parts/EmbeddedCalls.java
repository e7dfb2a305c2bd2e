package org.trunkline.ui.internal.parts;

import java.util.Optional;

import org.eclipse.core.runtime.Platform;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;

/** The calls of the node inside the desk, even while the desk shows a remote node. Any thread. */
public final class EmbeddedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCalls.class);

    private final BundleContext context = Platform.getBundle("org.trunkline.ui").getBundleContext();

    @FunctionalInterface
    private interface Work<T> {
        T on(Node node) throws NodeUnavailableException;
    }

    /** 0 while no node is up. */
    public int count() {
        return ask(node -> node.status().callsNow()).orElse(0);
    }

    /** The node refuses new calls and keeps those in progress. */
    public void takeNoNew() {
        ask(node -> {
            node.drain(false);
            return true;
        });
    }

    public void takeNewAgain() {
        ask(node -> {
            node.resume();
            return true;
        });
    }

    private <T> Optional<T> ask(Work<T> work) {
        ServiceReference<Node> reference = context.getServiceReference(Node.class);
        if (reference == null)
            return Optional.empty();
        try {
            Node node = context.getService(reference);
            return node == null ? Optional.empty() : Optional.of(work.on(node));
        } catch (NodeUnavailableException e) {
            LOG.debug("the embedded node does not answer: {}", e.getMessage());
            return Optional.empty();
        } finally {
            context.ungetService(reference);
        }
    }
}
