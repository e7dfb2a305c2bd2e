package org.trunkline.ui.internal.node;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.EmbeddedNode;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;
import org.trunkline.ui.StateText;

/**
 * The embedded node until a remote one is chosen. One thread writes the state and tells the listeners, in order;
 * anybody may read.
 */
@Component
public final class ActiveNodeService implements ActiveNode {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveNodeService.class);
    private static final Watch NOTHING = () -> { };

    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk-node").factory());
    private final StateText words;
    private final List<Consumer<NodeState>> stateListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optional<Node>>> nodeListeners = new CopyOnWriteArrayList<>();
    private volatile Optional<NodeConnector> connector = Optional.empty();
    private volatile Optional<EmbeddedNode> starter = Optional.empty();
    private volatile NodeState state;

    // below: the teller's alone
    private final boolean embeddedAsked;
    private final Map<PartFailure, Instant> failures = new LinkedHashMap<>();
    private Optional<Node> embedded = Optional.empty();
    private Optional<Node> remote = Optional.empty();
    private Optional<Node> shown = Optional.empty();
    private Watch watch = NOTHING;
    /** Changes with whatever is asked or heard of the node: an answer to what was asked before comes too late. */
    private int turn;

    @Activate
    public ActiveNodeService() {
        this(StateText.create());
    }

    ActiveNodeService(StateText words) {
        this.words = words;
        embeddedAsked = !"off".equals(System.getProperty("trunkline.node"));
        state = noNode();
    }

    private NodeState noNode() {
        if (!failures.isEmpty()) {
            var alarms = failures.entrySet().stream().map(e -> alarm(e.getKey(), e.getValue())).toList();
            return new NodeState(Kind.EMBEDDED, "embedded", Reach.LOST, alarms.getFirst().since(),
                    words.of(alarms.getFirst()), Optional.empty(), Optional.empty(), alarms);
        }
        return new NodeState(Kind.EMBEDDED, "", embeddedAsked ? Reach.STARTING : Reach.NONE, Instant.now(), "",
                Optional.empty(), Optional.empty());
    }

    private static Alarm alarm(PartFailure failure, Instant since) {
        return new Alarm(failure.code(), Alarm.Severity.CRITICAL, since, failure.subject(), failure.args(),
                failure.message(), failure.why());
    }

    @Deactivate
    void deactivate() {
        tell(() -> {
            watch.close();
            remote.ifPresent(Node::close);
        });
        teller.shutdown();
    }

    /** A node registered as a service is the embedded one. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setNode(Node node) {
        tell(() -> {
            embedded = Optional.of(node);
            if (remote.isEmpty())
                show(node, Kind.EMBEDDED);
        });
    }

    void unsetNode(Node node) {
        tell(() -> {
            if (embedded.filter(node::equals).isEmpty())
                return;
            embedded = Optional.empty();
            if (shown.filter(node::equals).isPresent())
                leave();
        });
    }

    /** Why the embedded node does not come up. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addFailure(PartFailure failure) {
        tell(() -> {
            failures.put(failure, Instant.now());
            if (shown.isEmpty())
                publish(noNode());
        });
    }

    void removeFailure(PartFailure failure) {
        tell(() -> {
            failures.remove(failure);
            if (shown.isEmpty())
                publish(noNode());
        });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setConnector(NodeConnector newConnector) {
        connector = Optional.of(newConnector);
    }

    void unsetConnector(NodeConnector oldConnector) {
        if (connector.filter(oldConnector::equals).isPresent())
            connector = Optional.empty();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setStarter(EmbeddedNode newStarter) {
        starter = Optional.of(newStarter);
    }

    void unsetStarter(EmbeddedNode oldStarter) {
        if (starter.filter(oldStarter::equals).isPresent())
            starter = Optional.empty();
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public Watch watch(Consumer<NodeState> listener) {
        tell(() -> {
            stateListeners.add(listener);
            listener.accept(state);
        });
        return () -> tell(() -> stateListeners.remove(listener));
    }

    @Override
    public Watch watchNode(Consumer<Optional<Node>> listener) {
        tell(() -> {
            nodeListeners.add(listener);
            listener.accept(state.node());
        });
        return () -> tell(() -> nodeListeners.remove(listener));
    }

    @Override
    public void useEmbedded() {
        tell(() -> {
            Optional<Node> left = remote;
            remote = Optional.empty();
            embedded.ifPresentOrElse(node -> show(node, Kind.EMBEDDED), this::leave);
            left.ifPresent(Node::close);
        });
    }

    @Override
    public void connect(URI url, String token) throws NodeUnavailableException {
        Node node = open(url, token);
        tell(() -> {
            Optional<Node> left = remote;
            remote = Optional.of(node);
            show(node, Kind.REMOTE);
            left.ifPresent(Node::close);
        });
    }

    @Override
    public void test(URI url, String token) throws NodeUnavailableException {
        open(url, token).close();
    }

    private Node open(URI url, String token) throws NodeUnavailableException {
        return connector.orElseThrow(() -> new NodeUnavailableException("no-connector", List.of(),
                "This desk cannot connect to other nodes because a part is missing"))
                .connect(url, token);
    }

    private void leave() {
        watch.close();
        watch = NOTHING;
        shown = Optional.empty();
        publish(noNode());
    }

    private void show(Node node, Kind kind) {
        watch.close();
        shown = Optional.of(node);
        publish(new NodeState(kind, node.name(), Reach.STARTING, Instant.now(), "", Optional.empty(),
                Optional.empty()));
        watch = node.watch(status -> tell(() -> heard(node, kind, status)),
                lost -> tell(() -> lost(node, kind, words.of(lost))));
        ask(node, kind);
    }

    /**
     * Not on the teller: a remote node may take long to answer, and meanwhile no view would hear of anything. What is
     * asked again or heard of the node by then is newer than the answer, which is dropped.
     */
    private void ask(Node node, Kind kind) {
        int mine = ++turn;
        Thread.ofVirtual().name("desk-node-asked").start(() -> {
            Runnable answer = answer(node, kind);
            tell(() -> {
                if (mine == turn)
                    answer.run();
            });
        });
    }

    private Runnable answer(Node node, Kind kind) {
        try {
            var status = node.status();
            return () -> heard(node, kind, status);
        } catch (NodeUnavailableException e) {
            return () -> lost(node, kind, words.of(e));
        }
    }

    @Override
    public void retry() {
        tell(() -> shown.ifPresentOrElse(node -> ask(node, state.kind()), () -> {
            if (!failures.isEmpty())
                starter.ifPresent(EmbeddedNode::startAgain);
        }));
    }

    private void heard(Node node, Kind kind, NodeStatus status) {
        if (shown.filter(node::equals).isEmpty())
            return;
        turn++;
        Instant since = state.up() ? state.since() : Instant.now();
        publish(new NodeState(kind, node.name(), Reach.UP, since, "", Optional.of(node), Optional.of(status)));
    }

    private void lost(Node node, Kind kind, String problem) {
        if (shown.filter(node::equals).isEmpty())
            return;
        turn++;
        Instant since = state.reach() == Reach.LOST ? state.since() : Instant.now();
        publish(new NodeState(kind, node.name(), Reach.LOST, since, problem, Optional.empty(), state.status()));
    }

    private void publish(NodeState newState) {
        Optional<Node> before = state.node();
        state = newState;
        stateListeners.forEach(l -> guard(() -> l.accept(newState)));
        if (!before.equals(newState.node()))
            nodeListeners.forEach(l -> guard(() -> l.accept(newState.node())));
    }

    /** A part's bug must not keep the others from hearing. */
    private static void guard(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("a view failed on a change of the node", e);
        }
    }

    private void tell(Runnable change) {
        try {
            teller.execute(() -> guard(change));
        } catch (RejectedExecutionException stopped) {
            LOG.debug("the desk is closing");
        }
    }
}
