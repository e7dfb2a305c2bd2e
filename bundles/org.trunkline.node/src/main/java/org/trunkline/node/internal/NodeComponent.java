package org.trunkline.node.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.message.SubscriberMessages;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.domain.part.Listening;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.engine.component.BoundServices;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.port.signaling.Border;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.node.internal.analysis.AttributeSources;
import org.trunkline.node.internal.analysis.CallAnalysers;
import org.trunkline.node.internal.plugin.RestorableEntries;
import org.trunkline.node.internal.privacy.RetentionService;
import org.trunkline.node.internal.privacy.StoredPrivacy;
import org.trunkline.node.internal.routing.RoutingExtensions;
import org.trunkline.spi.record.RecordAttributes;
import org.trunkline.spi.record.RecordFormat;

/** Puts the node together once all its ports are there, and offers it once it carries calls. */
@Component(service = {}, immediate = true)
public final class NodeComponent {
    private static final Logger LOG = LoggerFactory.getLogger(NodeComponent.class);
    /** The launcher runs such a service on SIGTERM instead of stopping at once. */
    private static final String ON_SIGTERM = "trunkline.sigterm";

    private final SearchWhenReady search = new SearchWhenReady();
    private final AlertsWhenReady alerts = new AlertsWhenReady();
    private final PluginsWhenReady plugins = new PluginsWhenReady();
    private final EntriesWhenReady entries = new EntriesWhenReady();
    private final StoredPrivacy.KeeperWhenReady keeper = new StoredPrivacy.KeeperWhenReady();
    private final NodeHome home;
    private final Registrations registered;
    private final AttributeSources attributes;
    private final Optional<RunningNode> running;

    private final BoundServices<RecordStage> stages = new BoundServices<>();

    private final BoundServices<PartFailure> failures = new BoundServices<>();

    private final BoundServices<PartWarning.Source> warnings = new BoundServices<>();

    private final BoundServices<Listening> listening = new BoundServices<>();

    /** In the order of the services: the best last. */
    private final BoundServices<RecordFormat> formats = new BoundServices<>();

    @Activate
    public NodeComponent(BundleContext context, @Reference NodeHome home, @Reference Signaling signaling,
            @Reference OutOfDialog outOfDialog, @Reference Media media, @Reference CdrSink records,
            @Reference ConfigStore store, @Reference MessageStore messages, @Reference Border border, @Reference Applications applications,
            @Reference RoutingExtensions routing, @Reference CallAnalysers analysers, @Reference AttributeSources attributes,
            @Reference CodecTable codecs) {
        this.home = home;
        this.attributes = attributes;
        registered = new Registrations(context);
        running = start(context, home, new RunningNode.Ports(signaling, outOfDialog, media, records, store, messages,
                border, new RunningNode.Extensions(applications, routing, analysers, attributes, codecs)));
    }

    /** After all that is there was bound: who uses the node then knows where it listens. */
    @Activate
    void offer() {
        running.ifPresent(node -> {
            registered.add(Calls.class, node.engine());
            registered.add(WaitingMessages.class, node.messages());
            registered.add(FileExchange.class, node.files());
            registered.add(RecordAttributes.class, node.numbers());
            registered.add(SubscriberMessages.class, new SentMessages(node.engine().notices(), node.node().subscribers()));
            registered.add(AttributeFields.class, node.fields());
            registered.add(Node.class, node.node());
            registered.add(Runnable.class, () -> node.drain().begin(true, home.settings().term()), Map.of(ON_SIGTERM, true));
        });
    }

    private Optional<RunningNode> start(BundleContext context, NodeHome home, RunningNode.Ports ports) {
        try {
            return Optional.of(new RunningNode(home, ports, new RunningNode.Surroundings(stages::all, this::failures, this::warnings,
                    () -> listeners(Listening.SIP), () -> listeners(Listening.HTTP), search, context.getBundle().getVersion().toString(), () -> stopNode(context),
                    alerts, keeper, plugins, entries, () -> formats.all().reversed())));
        } catch (StoreException e) {
            String message = "The configuration cannot be read: " + e.getMessage();
            registered.add(PartFailure.class,
                    new PartFailure("store-down", home.settings().data().toString(), List.of(home.settings().data().toString(), message),
                            message));
            return Optional.empty();
        }
    }

    /** A desk outlives the node in it. */
    private static void stopNode(BundleContext context) {
        if (!"node".equals(context.getProperty("trunkline.runtime")))
            return;
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_ID).stop();
        } catch (BundleException e) {
            LOG.error("the node does not stop: {}", e.getMessage());
        }
    }

    private List<PartFailure> failures() {
        return Stream.concat(failures.all().stream(), attributes.refused().stream()).toList();
    }

    private List<PartWarning> warnings() {
        return warnings.all().stream().flatMap(source -> source.warnings().stream()).toList();
    }

    private List<String> listeners(String what) {
        return listening.all().stream().filter(l -> l.what().equals(what)).map(Listening::address).sorted().toList();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setSearch(CdrSearch index) {
        search.set(Optional.of(index));
    }

    void unsetSearch(CdrSearch index) {
        search.set(Optional.empty());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setAlerts(Alerts watching) {
        alerts.set(Optional.of(watching));
    }

    void unsetAlerts(Alerts watching) {
        alerts.set(Optional.empty());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setEntries(RestorableEntries stored) {
        entries.set(Optional.of(stored));
    }

    void unsetEntries(RestorableEntries stored) {
        entries.set(Optional.empty());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setPlugins(Plugins installed) {
        plugins.set(installed);
    }

    void unsetPlugins(Plugins installed) {
        plugins.unset(installed);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setKeeper(RetentionService keeping) {
        keeper.set(Optional.of(keeping));
    }

    void unsetKeeper(RetentionService keeping) {
        keeper.set(Optional.empty());
    }

    @Reference(service = RecordStage.class, cardinality = ReferenceCardinality.MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addStage(ServiceReference<RecordStage> reference, RecordStage service) {
        stages.add(reference, service);
    }

    void removeStage(ServiceReference<RecordStage> reference) {
        stages.remove(reference);
    }

    @Reference(service = PartFailure.class, cardinality = ReferenceCardinality.MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addFailure(ServiceReference<PartFailure> reference, PartFailure service) {
        failures.add(reference, service);
    }

    void removeFailure(ServiceReference<PartFailure> reference) {
        failures.remove(reference);
    }

    @Reference(service = PartWarning.Source.class, cardinality = ReferenceCardinality.MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addWarning(ServiceReference<PartWarning.Source> reference, PartWarning.Source service) {
        warnings.add(reference, service);
    }

    void removeWarning(ServiceReference<PartWarning.Source> reference) {
        warnings.remove(reference);
    }

    @Reference(service = Listening.class, cardinality = ReferenceCardinality.MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addListening(ServiceReference<Listening> reference, Listening service) {
        listening.add(reference, service);
    }

    void removeListening(ServiceReference<Listening> reference) {
        listening.remove(reference);
    }

    @Reference(service = RecordFormat.class, cardinality = ReferenceCardinality.MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addFormat(ServiceReference<RecordFormat> reference, RecordFormat service) {
        formats.add(reference, service);
    }

    void removeFormat(ServiceReference<RecordFormat> reference) {
        formats.remove(reference);
    }

    @Deactivate
    public void stop() {
        registered.close();
        running.ifPresent(RunningNode::close);
    }
}
