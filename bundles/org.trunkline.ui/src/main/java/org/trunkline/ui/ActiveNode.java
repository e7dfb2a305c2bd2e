package org.trunkline.ui;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;

/**
 * The node that the desk shows now, embedded or remote. An OSGi service; parts have it injected.
 *
 * <p><b>Threads:</b> every method may be called on any thread, the UI thread too, except {@link #connect} and
 * {@link #test}. Listeners are
 * told on a thread of the node's or on the caller's: hop with {@link UiThread#post}.
 */
public interface ActiveNode {
    NodeState state();

    /** As in {@link #state()}; empty while none is there or it cannot be reached. */
    default Optional<Node> node() {
        return state().node();
    }

    /** Tells the state at once and on each change; while the node is up, that is each second. */
    Watch watch(Consumer<NodeState> listener);

    /**
     * Tells at once, and whenever another node is shown or the node comes or goes. The place to begin watches on the
     * node: end the former ones first.
     */
    Watch watchNode(Consumer<Optional<Node>> listener);

    /**
     * Tells when the desk turns to another node than before: what was shown of the former one must go. A node that was lost
     * and is back is no other.
     */
    default Watch watchOther(Runnable changed) {
        var before = new AtomicReference<>(Optional.<String>empty());
        return watch(state -> {
            if (before.getAndSet(Optional.of(state.identity())).filter(b -> !b.equals(state.identity())).isPresent())
                changed.run();
        });
    }

    /**
     * Asks the node at once, rather than when its watch next tries; an embedded one that failed to start is started
     * again.
     */
    void retry();

    /** Shows the node inside the desk, if there is one. */
    void useEmbedded();

    /**
     * Shows a remote node. Waits for the network: never on the UI thread.
     *
     * @throws NodeUnavailableException where it cannot be had; the present node stays
     */
    void connect(URI url, String token) throws NodeUnavailableException;

    /**
     * Tries a remote node without showing it. Waits for the network: never on the UI thread.
     *
     * @throws NodeUnavailableException where it cannot be had
     */
    void test(URI url, String token) throws NodeUnavailableException;
}
