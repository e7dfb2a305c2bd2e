package org.trunkline.node.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.node.Node;
import org.trunkline.domain.part.Listening;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.CdrSink;
import org.trunkline.engine.port.ConfigStore;
import org.trunkline.engine.port.Media;
import org.trunkline.engine.port.OutOfDialog;
import org.trunkline.engine.port.RecordStage;
import org.trunkline.engine.port.Signaling;
import org.trunkline.engine.port.StoreException;

/** Puts the node together once all its ports are there, and offers it once it carries calls. */
@Component(service = {}, immediate = true)
public final class NodePart {
    private final SearchWhenReady search = new SearchWhenReady();
    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private final Optional<RunningNode> running;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile List<RecordStage> stages = List.of();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile List<PartFailure> failures = List.of();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile List<Listening> listening = List.of();

    @Activate
    public NodePart(BundleContext context, @Reference NodeHome home, @Reference Signaling signaling,
            @Reference OutOfDialog outOfDialog, @Reference Media media, @Reference CdrSink records,
            @Reference ConfigStore store) {
        running = start(context, home, new RunningNode.Ports(signaling, outOfDialog, media, records, store));
        running.ifPresent(node -> {
            registered.add(context.registerService(Calls.class, node.engine(), null));
            registered.add(context.registerService(Node.class, node.node(), null));
        });
    }

    private Optional<RunningNode> start(BundleContext context, NodeHome home, RunningNode.Ports ports) {
        try {
            return Optional.of(new RunningNode(home, ports, new RunningNode.Surroundings(() -> stages, () -> failures,
                    this::listeners, search, context.getBundle().getVersion().toString())));
        } catch (StoreException e) {
            String message = "The configuration cannot be read: " + e.getMessage();
            registered.add(context.registerService(PartFailure.class,
                    new PartFailure("store-down", home.settings().data().toString(), List.of(message), message), null));
            return Optional.empty();
        }
    }

    private List<String> listeners() {
        return listening.stream().filter(l -> l.what().equals(Listening.SIP)).map(Listening::address).sorted().toList();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setSearch(CdrSearch index) {
        search.set(Optional.of(index));
    }

    void unsetSearch(CdrSearch index) {
        search.set(Optional.empty());
    }

    @Deactivate
    public void stop() {
        registered.reversed().forEach(NodePart::unregister);
        running.ifPresent(RunningNode::close);
    }

    /** The framework does so too, when the bundle stops before its configuration goes. */
    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // gone already: what follows must be closed all the same
        }
    }
}
