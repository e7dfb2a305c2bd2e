package org.trunkline.ui;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;

/**
 * What the desk knows of its node.
 *
 * @param kind whether it is inside the desk
 * @param name {@code embedded}, or the URL; empty where there is none
 * @param reach whether it answers
 * @param since when it came into that reach
 * @param problem why it does not answer, in a sentence; else empty
 * @param node the node while it is up
 * @param status the last one told; kept while the node is lost
 * @param failures why the embedded node does not come up; else empty
 */
public record NodeState(Kind kind, String name, Reach reach, Instant since, String problem, Optional<Node> node,
        Optional<NodeStatus> status, List<Alarm> failures) {
    public enum Kind {
        EMBEDDED, REMOTE
    }

    public enum Reach {
        /** Not yet heard of; the embedded node is starting. */
        STARTING, UP, LOST,
        /** No node asked for. */
        NONE
    }

    public NodeState {
        requireNonNull(kind);
        requireNonNull(name);
        requireNonNull(reach);
        requireNonNull(since);
        requireNonNull(problem);
        requireNonNull(node);
        requireNonNull(status);
        failures = List.copyOf(failures);
    }

    /** Where no part of an embedded node failed. */
    public NodeState(Kind kind, String name, Reach reach, Instant since, String problem, Optional<Node> node,
            Optional<NodeStatus> status) {
        this(kind, name, reach, since, problem, node, status, List.of());
    }

    public boolean up() {
        return reach == Reach.UP;
    }

    /** The same for one node over losses and returns, and another for any other node. */
    public String identity() {
        return kind == Kind.EMBEDDED ? "" : name;
    }

    /** Those of a node that is up, else why it does not come up. */
    public List<Alarm> alarms() {
        return up() ? status.map(NodeStatus::alarms).orElse(List.of()) : failures;
    }
}
