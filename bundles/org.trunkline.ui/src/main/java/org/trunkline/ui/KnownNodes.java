package org.trunkline.ui;

import java.util.List;
import java.util.function.Consumer;

import org.trunkline.api.Watch;

/**
 * The nodes that the desk knows, side by side: the embedded one, and each remote one that it was connected to. While somebody
 * watches, it has a connection to each of them besides the one that the desk shows. An OSGi service.
 *
 * <p><b>Threads:</b> every method may be called on any thread, the UI thread too. Listeners are told on a thread of their own:
 * hop with {@link UiThread#post}.
 */
public interface KnownNodes {
    /**
     * The states now, the embedded node first, then the others in the order in which they were first connected to. One that is
     * not connected is there with {@link NodeState.Reach#NONE}.
     */
    List<NodeState> list();

    /** Tells the states at once and on each change: each second while nodes are up. */
    Watch watch(Consumer<List<NodeState>> listener);

    /** Connects to a remote node again, beside the node that the desk shows; does nothing for other names. */
    void connect(String name);

    /** Ends the connection to a remote node until it is asked for again. The node that the desk shows stays connected. */
    void disconnect(String name);

    /** Turns the desk to this node. @param failed told why not, in a sentence, off the UI thread */
    void show(NodeState node, Consumer<String> failed);

    /** Forgets a remote node that the desk does not show, and its token. */
    void forget(String name);
}
