package org.trunkline.ui.phone.internal.desk;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.eclipse.ui.PlatformUI;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeWatch;

/**
 * Whether the node that the desk shows schedules calls, which a plug-in of it does. An OSGi service. <b>Threads:</b> any; followers are told on a
 * thread of its own.
 */
@Component(service = CallLater.class, immediate = true)
public final class CallLater {
    /** The kind of entry, in commands. */
    public static final String KIND = "schedule/call";
    private static final String PLUGIN = "schedule";
    private static final String CALL = "call";
    private static final Logger LOG = LoggerFactory.getLogger(CallLater.class);

    private final ActiveNode active;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("desk-call-later").factory());
    private final List<Consumer<Boolean>> followers = new CopyOnWriteArrayList<>();
    private final List<Watch> watches;
    private volatile boolean offered;

    @Activate
    public CallLater(@Reference ActiveNode active) {
        this.active = active;
        watches = List.of(active.watchNode(node -> look(node)), new NodeWatch(active, node -> node.plugins().watch(() -> look(Optional.of(node)))));
    }

    @Deactivate
    void end() {
        watches.forEach(Watch::close);
        asking.shutdownNow();
    }

    /** That of the workbench. */
    public static CallLater get() {
        return PlatformUI.getWorkbench().getService(CallLater.class);
    }

    private void look(Optional<Node> node) {
        if (!asking.isShutdown())
            asking.execute(() -> {
                boolean now = node.filter(CallLater::schedules).isPresent();
                if (active.node().equals(node) && now != offered) {
                    offered = now;
                    followers.forEach(follower -> follower.accept(now));
                }
            });
    }

    private static boolean schedules(Node node) {
        try {
            return node.entries().kinds(PLUGIN).stream().anyMatch(kind -> kind.kind().equals(CALL));
        } catch (NodeUnavailableException e) {
            LOG.debug("the node does not say whether it schedules calls: {}", e.getMessage());
            return false;
        }
    }

    public boolean offered() {
        return offered;
    }

    /** Tells each change. */
    public Watch follow(Consumer<Boolean> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }
}
