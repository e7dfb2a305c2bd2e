package org.trunkline.plugin.internal.hosting;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.ApiSessions;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.component.BoundServices;
import org.trunkline.plugin.internal.guard.House;
import org.trunkline.plugin.internal.guard.LivePlugin;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.host.ChildParts;
import org.trunkline.plugin.internal.host.HostEnvironment;
import org.trunkline.plugin.internal.host.InstalledParts;
import org.trunkline.plugin.internal.host.ProcessPlugin;
import org.trunkline.plugin.internal.inside.InsideEnvironment;
import org.trunkline.plugin.internal.inside.InsidePlugin;
import org.trunkline.plugin.internal.inside.PluginWalls;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Shapes;
import org.trunkline.plugin.internal.runtime.PluginRuntime;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.plugin.internal.web.PluginEvents;
import org.trunkline.spi.call.CallControl;

/** Runs plug-ins inside the node or in processes of their own, and looks ten times a second whether they keep their limits. */
@Component(service = PluginRuntime.class)
public final class PluginHosting implements PluginRuntime, House {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHosting.class);
    private static final long ASLEEP_NANOS = MILLISECONDS.toNanos(500);

    // each may come and go; what is for a plug-in alone is registered by this bundle, and not meant
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY, target = "(!(" + PluginWalls.FOR + "=*))")
    private volatile Node node;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ApiSessions sessions;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PluginEvents events;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY, target = "(!(" + PluginWalls.FOR + "=*))")
    private volatile CallControl control;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EntryReader entries;

    /** One, once the node is there. */
    private final BoundServices<AttributeFields> fields = new BoundServices<>();

    private final Set<LivePlugin> plugins = ConcurrentHashMap.newKeySet();
    private final AtomicInteger names = new AtomicInteger();
    private final ScheduledThreadPoolExecutor scheduler;
    private final PluginWalls walls;
    private final HostEnvironment outside;
    private final InsideEnvironment inside;
    private long lastLook = System.nanoTime();

    @Activate
    public PluginHosting(BundleContext context) {
        this(context, new InstalledParts(context)::find, Optional.empty(), Patience.USUAL);
    }

    /** @param house what plug-ins reach of the node; empty for the services of the framework */
    public PluginHosting(BundleContext context, Supplier<ChildParts> parts, Optional<House> house, Patience patience) {
        scheduler = new ScheduledThreadPoolExecutor(2, work -> {
            var thread = new Thread(work, "plugin-watch-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        var reached = house.orElse(this);
        var shapes = new Shapes();
        var types = new ExtensionTypes(shapes);
        walls = new PluginWalls(context);
        outside = new HostEnvironment(context, parts, reached, types, shapes, scheduler, patience);
        inside = new InsideEnvironment(context, reached, walls, types, shapes, scheduler, patience);
        InsidePlugin.clear(context);
        scheduler.scheduleWithFixedDelay(this::look, patience.look().toMillis(), patience.look().toMillis(), MILLISECONDS);
    }

    @Override
    public RunningPlugin start(PluginSpec spec, Consumer<LocalizableText> stopped) throws PluginStartException {
        var plugin = spec.host() == Host.INSIDE ? InsidePlugin.start(spec, inside, stopped)
                : ProcessPlugin.start(spec, outside, stopped);
        try {
            FieldCheck.check(spec.id(), plugin.extensions(), fields.all().stream().flatMap(it -> it.present().stream()).toList());
        } catch (PluginStartException | RuntimeException e) {
            plugin.close();
            throw e;
        }
        plugins.removeIf(LivePlugin::isOver);
        plugins.add(plugin);
        return plugin;
    }

    @Reference(service = AttributeFields.class, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void addFields(ServiceReference<AttributeFields> reference, AttributeFields service) {
        fields.add(reference, service);
    }

    void removeFields(ServiceReference<AttributeFields> reference) {
        fields.remove(reference);
    }

    @Override
    @Deactivate
    public void close() {
        scheduler.shutdownNow();
        plugins.parallelStream().forEach(LivePlugin::close);
        plugins.clear();
        walls.close();
    }

    private void look() {
        long now = System.nanoTime();
        boolean awake = now - lastLook < ASLEEP_NANOS;
        lastLook = now;
        for (var plugin : plugins)
            try {
                plugin.watch(now, awake);
            } catch (Throwable e) { // the others are watched all the same
                LOG.error("A plug-in cannot be watched", e);
            }
    }

    @Override
    public Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    @Override
    public Optional<ApiSessions> sessions() {
        return Optional.ofNullable(sessions);
    }

    @Override
    public Optional<PluginEvents> events() {
        return Optional.ofNullable(events);
    }

    @Override
    public Optional<CallControl> control() {
        return Optional.ofNullable(control);
    }

    @Override
    public Optional<EntryReader> entries() {
        return Optional.ofNullable(entries);
    }
}
