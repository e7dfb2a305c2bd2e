package org.trunkline.ui;

import java.util.Optional;
import java.util.function.Function;

import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;

/**
 * Watches something of whatever node the desk shows: begins anew when another node is shown or it comes back, and
 * ends the former watch.
 */
public final class NodeWatch implements Watch {
    private final Watch nodes;
    private Optional<Watch> current = Optional.empty();
    private boolean closed;

    /**
     * @param begin called off the UI thread; must hop before it touches widgets
     */
    public NodeWatch(ActiveNode active, Function<Node, Watch> begin) {
        nodes = active.watchNode(node -> turn(node.map(begin)));
    }

    private synchronized void turn(Optional<Watch> next) {
        current.ifPresent(Watch::close);
        current = closed ? Optional.empty() : next;
        if (closed)
            next.ifPresent(Watch::close);
    }

    @Override
    public synchronized void close() {
        closed = true;
        nodes.close();
        current.ifPresent(Watch::close);
        current = Optional.empty();
    }
}
