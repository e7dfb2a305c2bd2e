package org.trunkline.plugin.internal.inside;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginStatus.Cost;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.component.Registrations;
import org.trunkline.plugin.internal.guard.ExtensionSet;
import org.trunkline.plugin.internal.guard.FolderSize;
import org.trunkline.plugin.internal.guard.GuardedExtension;
import org.trunkline.plugin.internal.guard.GuardedExtension.Owner;
import org.trunkline.plugin.internal.guard.InsideCarrier;
import org.trunkline.plugin.internal.guard.Lane;
import org.trunkline.plugin.internal.guard.LivePlugin;
import org.trunkline.plugin.internal.guard.Outcome;
import org.trunkline.plugin.internal.guard.OwnCalls;
import org.trunkline.plugin.internal.guard.Permissions;
import org.trunkline.plugin.internal.guard.PluginThreads;
import org.trunkline.plugin.internal.host.ResolveWords;
import org.trunkline.plugin.internal.link.Allowance;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.Topics;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginRuntime.RunningPlugin;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallControl;
import org.trunkline.spi.config.EntryStore;
import org.trunkline.spi.http.EventTopic;

/** A plug-in inside the node. The first thing that cannot be borne suspends it: there is nothing to start again. */
public final class InsidePlugin implements LivePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(InsidePlugin.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final PluginSpec spec;
    private final InsideEnvironment environment;
    private final Consumer<LocalizableText> stopped;
    private final ExtensionSet extensions;
    private final PluginBundles bundles;
    private final PluginThreads threads;
    private final InsideUsage usage;
    private final Lane arrivals;
    private final PluginCallbacks callbacks;
    private final OwnCalls calls = new OwnCalls();
    private final Topics topics = new Topics();
    private final FolderSize folder;
    private final Map<ServiceReference<?>, GuardedExtension> offered = new HashMap<>();
    private final ServiceListener listener = this::changed;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile LocalizableText trouble = LocalizableText.NOTHING;
    /** Of an extension that its description does not name. */
    private volatile LocalizableText undeclared = LocalizableText.NOTHING;
    private volatile boolean begun;

    private InsidePlugin(PluginSpec spec, InsideEnvironment environment, Consumer<LocalizableText> stopped, PluginBundles bundles) {
        this.spec = spec;
        this.environment = environment;
        this.stopped = stopped;
        this.bundles = bundles;
        var about = spec.manifest().about();
        extensions = new ExtensionSet(environment.context(), spec);
        threads = new PluginThreads(spec.id(), bundles.loader());
        usage = new InsideUsage(threads, about.limits(), environment.patience());
        arrivals = threads.lane(1);
        callbacks = new PluginCallbacks(spec.id(), threads.lane(1), this::fail);
        folder = new FolderSize(spec.folder(), about.limits().diskMb());
    }

    /** Removes what a node that was killed has left in its framework. */
    public static void clear(BundleContext context) {
        PluginBundles.clear(context);
    }

    /** Starts its bundles and waits until all are active and offer what the plug-in names. */
    public static InsidePlugin start(PluginSpec spec, InsideEnvironment environment, Consumer<LocalizableText> stopped)
            throws PluginStartException {
        var bundles = PluginBundles.install(spec, environment.context(), environment.walls());
        var plugin = new InsidePlugin(spec, environment, stopped, bundles);
        try {
            plugin.begin();
            return plugin;
        } catch (PluginStartException | RuntimeException e) {
            plugin.close();
            throw e;
        }
    }

    private void begin() throws PluginStartException {
        var permissions = spec.manifest().about().permissions();
        register(PluginContext.class, new InsideContext(spec, topics, environment.house()));
        register(EntryStore.class, kind -> environment.house().entries()
                .map(reader -> List.copyOf(reader.entries(spec.id(), kind))).orElse(List.of()));
        if (Permissions.usesApi(permissions))
            register(Node.class, PermittedNode.of(() -> environment.house().node()
                    .orElseThrow(() -> new IllegalStateException("the node is starting or stopping")), spec.id(), permissions,
                    callbacks));
        if (permissions.contains(Permissions.CALLS_CONTROL))
            register(CallControl.class, control());
        environment.context().addServiceListener(listener);
        var failure = new AtomicReference<Optional<LocalizableText>>(Optional.of(late()));
        onThread(() -> failure.set(startBundles()), environment.patience().start());
        if (failure.get().isPresent())
            throw new PluginStartException(failure.get().get());
        var arrived = arrivals.run(() -> new Outcome.Answered(this), System.nanoTime() + environment.patience().start().toNanos(), _ -> {});
        if (!(arrived instanceof Outcome.Answered))
            throw new PluginStartException(late());
        begun = true; // first: what is offered from now on fails it, what was before is seen here
        if (!undeclared.isEmpty())
            throw new PluginStartException(undeclared);
        awaitOffers();
    }

    private void awaitOffers() throws PluginStartException {
        LocalizableText missing;
        try {
            missing = extensions.awaitAll(environment.patience().offers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            missing = new LocalizableText("plugin-unable", List.of("interrupted"), "It cannot start: interrupted");
        }
        if (!trouble.isEmpty() || !missing.isEmpty()) // one that failed meanwhile lacks nothing
            throw new PluginStartException(trouble.isEmpty() ? missing : trouble);
    }

    private Optional<LocalizableText> startBundles() {
        try {
            bundles.start();
            return Optional.empty();
        } catch (Throwable e) { // an activator may throw anything
            var cause = e.getCause() == null ? e : e.getCause();
            return Optional.of(ResolveWords.readable(Outcome.describe(cause)));
        }
    }

    private LocalizableText late() {
        long seconds = environment.patience().start().toSeconds();
        return new LocalizableText("plugin-start-late", List.of(String.valueOf(seconds)),
                "It did not start within " + seconds + " s: one of its activators or components is waiting.");
    }

    private CallControl control() {
        var shape = environment.shapes().of(CallCommand.class);
        return (call, command) -> {
            var checked = (CallCommand) shape.accept(command, new Allowance()); // here, on the plug-in's thread
            if (calls.has(call))
                environment.house().control().ifPresent(control -> control.send(call, checked));
        };
    }

    private <T> void register(Class<T> type, T service) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PluginWalls.FOR, bundles.key());
        properties.put(Constants.SERVICE_RANKING, -1_000);
        services.add(environment.context().registerService(type, service, properties));
    }

    @Override
    public void use(Optional<RunningPlugin> former) {
        extensions.use(former.map(LivePlugin.class::cast).map(LivePlugin::extensions));
    }

    @Override
    public ExtensionSet extensions() {
        return extensions;
    }

    @Override
    public Cost cost() {
        return new Cost(usage.cpuMillisPerSecond(), usage.allocatedLastSecond(), threads.count(), extensions.costs());
    }

    @Override
    public boolean isOver() {
        return over.get();
    }

    @Override
    public int restarts() {
        return 0;
    }

    @Override
    public LocalizableText trouble() {
        return trouble;
    }

    /** It is not started again. */
    @Override
    public LocalizableText lastFailure() {
        return LocalizableText.NOTHING;
    }

    @Override
    public LocalizableText missing() {
        return extensions.missing();
    }

    @Override
    public void watch(long now, boolean awake) {
        if (over.get())
            return;
        var said = awake ? usage.check(now) : LocalizableText.NOTHING;
        if (said.isEmpty())
            said = stuck(now);
        if (!said.isEmpty())
            fail(said);
        else if (looking.compareAndSet(false, true))
            environment.scheduler().execute(this::look);
    }

    private LocalizableText stuck(long now) {
        var said = extensions.stuck(now);
        if (said.isEmpty())
            said = callbacks.stuck(now, environment.patience());
        long arriving = arrivals.oldest();
        return said.isEmpty() && arriving != Long.MAX_VALUE && now - arriving > environment.patience().start().toNanos() ? late() : said;
    }

    private void look() {
        try {
            var said = folder.check(System.nanoTime());
            if (!said.isEmpty())
                fail(said);
        } finally {
            looking.set(false);
        }
    }

    /** Suspends it. */
    private void fail(LocalizableText why) {
        if (!over.compareAndSet(false, true))
            return;
        trouble = why;
        extensions.all().forEach(extension -> extension.close(Reason.SUSPENDED));
        Thread.ofVirtual().name("plugin-stop-" + spec.id()).start(() -> { // never in the thread group of the plug-in
            LOG.warn("Plug-in {} is suspended: {}", spec.id(), why.message());
            extensions.close(Reason.SUSPENDED);
            threads.close();
            tearDown();
            stopped.accept(why);
        });
    }

    @Override
    public void close() {
        if (!over.compareAndSet(false, true))
            return;
        extensions.close(Reason.GONE);
        extensions.awaitIdle();
        tearDown();
    }

    private void tearDown() {
        environment.context().removeServiceListener(listener);
        callbacks.closeAll();
        onThread(bundles::uninstall, STOP);
        services.forEach(Registrations::unregister);
        threads.close();
        if (!threads.awaitEnd(SECONDS.toNanos(1)))
            LOG.warn("{} threads of plug-in {} cannot be stopped; they end with the node", threads.count(), spec.id());
    }

    /** Runs code of the plug-in on a thread of its own and waits for it. */
    private void onThread(Runnable work, Duration patience) {
        var done = new CountDownLatch(1);
        threads.spawn(() -> {
            try {
                work.run();
            } finally {
                done.countDown();
            }
        });
        try {
            done.await(patience.toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by any thread that registers a service; the plug-in's code runs on the plug-in's thread. */
    private void changed(ServiceEvent event) {
        var reference = event.getServiceReference();
        var owner = reference.getBundle();
        if (owner == null || !bundles.holds(owner))
            return;
        if (event.getType() == ServiceEvent.REGISTERED)
            arrivals.later(() -> offer(reference));
        else if (event.getType() == ServiceEvent.UNREGISTERING)
            withdraw(reference);
    }

    private Outcome offer(ServiceReference<?> reference) {
        try {
            for (var name : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
                var type = environment.types().find(name);
                if (type.isPresent())
                    offer(reference, type.get());
            }
        } catch (Throwable e) { // a service factory, or info()
            LOG.warn("A service of plug-in {} cannot be used: {}", spec.id(), Outcome.describe(e));
        }
        return new Outcome.Answered(this);
    }

    private void offer(ServiceReference<?> reference, ExtensionType type) {
        var service = environment.context().getService(reference);
        if (service == null) {
            LOG.error("A {} of plug-in {} is not offered: its component could not be made; the log has the reason", type.name(), spec.id());
            return;
        }
        if (!type.type().isInstance(service)) {
            LOG.warn("A {} of plug-in {} does not implement the product's interface: import its package, do not embed it",
                    type.name(), spec.id());
            return;
        }
        var refusal = Permissions.undeclared(spec.manifest().about(), type);
        if (!refusal.isEmpty()) {
            undeclared = refusal;
            if (begun) // else the installer is told
                fail(refusal);
            return;
        }
        if (service instanceof EventTopic topic)
            topics.add(topic.info().name());
        var terms = type.terms();
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        var extension = new GuardedExtension(new Owner(spec.id(), calls, this::fail, environment.patience(), false), type, ranking, terms.insideMillis(),
                new InsideCarrier(service, threads.lane(terms.concurrency())), extensions.counts(type.name()));
        if (!extensions.add(extension))
            return;
        synchronized (offered) {
            offered.put(reference, extension);
        }
    }

    private void withdraw(ServiceReference<?> reference) {
        GuardedExtension extension;
        synchronized (offered) {
            extension = offered.remove(reference);
        }
        if (extension != null)
            extensions.remove(extension);
    }
}
