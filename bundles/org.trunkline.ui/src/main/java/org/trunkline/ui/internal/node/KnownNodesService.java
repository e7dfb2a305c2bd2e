package org.trunkline.ui.internal.node;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
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
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.KnownNodes;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.internal.StatusWords;

/**
 * One thread writes the states and tells the listeners; a connection is made on a thread of its own, for it may take long. The
 * node that the desk shows is seen through {@link ActiveNode}, the others have a connection here while there is a listener.
 */
@Component
public final class KnownNodesService implements KnownNodes {
    private static final Logger LOG = LoggerFactory.getLogger(KnownNodesService.class);
    private static final Watch NOTHING = () -> { };
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ActiveNode active;
    private final NodeList known;
    private final StateText words = StateText.create();
    private final ExecutorService teller = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk-nodes").factory());
    private final List<Consumer<List<NodeState>>> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<NodeConnector> connector = Optional.empty();
    private volatile List<NodeState> states;

    // below: the teller's alone
    private Optional<Node> embedded = Optional.empty();
    private Optional<Beside> embeddedBeside = Optional.empty();
    private final Map<String, Beside> besides = new LinkedHashMap<>();
    private NodeState shown;
    private Watch activeWatch = NOTHING;

    /** A node that the desk does not show. */
    private final class Beside {
        private final Kind kind;
        private final String name;
        private Optional<Node> node = Optional.empty();
        private Watch watch = NOTHING;
        private NodeState state;
        private boolean ended;

        Beside(Kind kind, String name) {
            this.kind = kind;
            this.name = name;
            state = state(Reach.STARTING, Instant.now(), "", Optional.empty());
        }

        private NodeState state(Reach reach, Instant since, String problem, Optional<NodeStatus> status) {
            return new NodeState(kind, name, reach, since, problem, reach == Reach.UP ? node : Optional.empty(), status);
        }

        void use(Node found) {
            node = Optional.of(found);
            watch = found.watch(status -> tell(() -> heard(status)), lost -> tell(() -> lost(words.of(lost))));
        }

        void heard(NodeStatus status) {
            if (ended)
                return;
            state = state(Reach.UP, state.up() ? state.since() : Instant.now(), "", Optional.of(status));
            publish();
        }

        void lost(String problem) {
            if (ended)
                return;
            state = state(Reach.LOST, state.reach() == Reach.LOST ? state.since() : Instant.now(), problem, state.status());
            publish();
        }

        /** The embedded node goes on. */
        void end() {
            ended = true;
            watch.close();
            if (kind == Kind.REMOTE)
                node.ifPresent(Node::close);
        }
    }

    @Activate
    public KnownNodesService(@Reference ActiveNode active) {
        this.active = active;
        known = new NodeList();
        shown = active.state();
        states = List.of(shown);
        tell(this::refresh);
    }

    @Deactivate
    void deactivate() {
        tell(() -> {
            activeWatch.close();
            endAll();
        });
        teller.shutdown();
    }

    /** A node registered as a service is the embedded one. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setNode(Node node) {
        tell(() -> {
            embedded = Optional.of(node);
            refresh();
        });
    }

    void unsetNode(Node node) {
        tell(() -> {
            if (embedded.filter(node::equals).isPresent()) {
                embedded = Optional.empty();
                refresh();
            }
        });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setConnector(NodeConnector newConnector) {
        connector = Optional.of(newConnector);
        tell(() -> besides.values().stream().filter(beside -> beside.node.isEmpty()).forEach(this::open));
    }

    void unsetConnector(NodeConnector old) {
        if (connector.filter(old::equals).isPresent())
            connector = Optional.empty();
    }

    @Override
    public List<NodeState> list() {
        return states;
    }

    @Override
    public Watch watch(Consumer<List<NodeState>> listener) {
        tell(() -> {
            listeners.add(listener);
            if (listeners.size() == 1)
                activeWatch = active.watch(state -> tell(() -> {
                    shown = state;
                    refresh();
                }));
            refresh();
        });
        return () -> tell(() -> {
            listeners.remove(listener);
            if (listeners.isEmpty()) {
                activeWatch.close();
                activeWatch = NOTHING;
                endAll();
            }
        });
    }

    private void endAll() {
        embeddedBeside.ifPresent(Beside::end);
        embeddedBeside = Optional.empty();
        besides.values().forEach(Beside::end);
        besides.clear();
    }

    @Override
    public void connect(String name) {
        tell(() -> {
            known.wanted(name, true);
            Optional.ofNullable(besides.remove(name)).ifPresent(Beside::end);
            refresh();
        });
    }

    @Override
    public void disconnect(String name) {
        tell(() -> {
            known.wanted(name, false);
            refresh();
        });
    }

    @Override
    public void forget(String name) {
        tell(() -> {
            known.forget(name);
            refresh();
        });
    }

    @Override
    public void show(NodeState node, Consumer<String> failed) {
        var remotes = new RemoteNodes(active);
        if (node.kind() == Kind.EMBEDDED) {
            active.useEmbedded();
            remotes.rememberEmbedded();
            return;
        }
        String url = known.urlOf(node.name());
        Job.create(Texts.of(StatusWords.class).get("connect.job", node.name()), _ -> {
            try {
                remotes.connect(URI.create(url), RemoteNodes.token(url).orElse(""));
            } catch (NodeUnavailableException e) {
                failed.accept(words.of(e));
            }
            return Status.OK_STATUS;
        }).schedule();
    }

    /** Begins and ends connections until they are those that there should be. */
    private void refresh() {
        if (listeners.isEmpty()) {
            publish();
            return;
        }
        boolean aside = shown.kind() == Kind.REMOTE;
        if (embeddedBeside.isPresent() && (!aside || !embeddedBeside.get().node.equals(embedded))) {
            embeddedBeside.get().end();
            embeddedBeside = Optional.empty();
        }
        if (aside && embeddedBeside.isEmpty())
            embedded.ifPresent(node -> {
                var beside = new Beside(Kind.EMBEDDED, node.name());
                embeddedBeside = Optional.of(beside);
                beside.use(node);
            });
        for (String name : List.copyOf(besides.keySet()))
            if (isShown(name) || !known.isWanted(name))
                besides.remove(name).end();
        for (String name : known.names())
            if (!isShown(name) && known.isWanted(name) && !besides.containsKey(name)) {
                var beside = new Beside(Kind.REMOTE, name);
                besides.put(name, beside);
                open(beside);
            }
        publish();
    }

    private boolean isShown(String name) {
        return shown.kind() == Kind.REMOTE && shown.name().equals(name);
    }

    private void open(Beside beside) {
        String url = known.urlOf(beside.name);
        Optional<NodeConnector> by = connector;
        if (by.isEmpty() || beside.ended)
            return; // comes with the connector
        Thread.ofVirtual().name("desk-node-beside").start(() -> {
            try {
                Node node = by.get().connect(URI.create(url), RemoteNodes.token(url).orElse(""));
                tell(() -> {
                    if (beside.ended)
                        node.close();
                    else
                        beside.use(node);
                });
            } catch (NodeUnavailableException e) {
                tell(() -> {
                    beside.lost(words.of(e));
                    CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(() -> tell(() -> open(beside)));
                });
            } catch (RuntimeException e) {
                LOG.error("node {}", beside.name, e);
                tell(() -> beside.lost(String.valueOf(e.getMessage())));
            }
        });
    }

    private void publish() {
        var all = new ArrayList<NodeState>();
        if (shown.kind() == Kind.EMBEDDED)
            all.add(shown);
        else
            embeddedBeside.ifPresent(beside -> all.add(beside.state));
        for (String name : known.names()) {
            Optional<NodeState> beside = Optional.ofNullable(besides.get(name)).map(it -> it.state);
            all.add(isShown(name) ? shown : beside.orElseGet(() -> new NodeState(Kind.REMOTE, name, Reach.NONE, Instant.now(), "",
                    Optional.empty(), Optional.empty())));
        }
        if (shown.kind() == Kind.REMOTE && !known.names().contains(shown.name()))
            all.add(shown);
        states = List.copyOf(all);
        listeners.forEach(listener -> guard(() -> listener.accept(states)));
    }

    private static void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the nodes side by side", e);
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
