package org.trunkline.node.internal.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallControl;

/**
 * Gives the applications that are OSGi services to the engine. A service may say {@code trunkline.plugin.folder}, where it
 * records to; a change of its properties says that another application is behind it.
 */
@Component(service = {Applications.class, CallControl.class})
public final class ApplicationDeskComponent implements Applications, CallControl {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationDeskComponent.class);
    /** Property of an application's service: where it records to. */
    static final String FOLDER = "trunkline.plugin.folder";
    private static final Duration ASK_NUMBERS = Duration.ofSeconds(2);
    private static final String RANKING = "service.ranking";

    private final WheelScheduler timers = new WheelScheduler();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("application-", 0).factory());
    private final BundleContext context;
    private final Map<ServiceReference<CallApplication>, CompletableFuture<CallApplication>> applications = new ConcurrentHashMap<>();
    private final ApplicationDesk desk = new ApplicationDesk(timers, threads, ApplicationDesk.Patience.USUAL);

    @Activate
    public ApplicationDeskComponent(BundleContext context) {
        this.context = context;
        askAgain();
    }

    private void askAgain() {
        timers.after(ASK_NUMBERS, () -> threads.execute(() -> {
            desk.askNumbers();
            askAgain();
        }));
    }

    /** An application may need this component itself, so it is fetched later, on a thread of its own. */
    @Reference(service = CallApplication.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY, updated = "changed", unbind = "remove")
    void add(ServiceReference<CallApplication> reference) {
        var fetched = CompletableFuture.supplyAsync(() -> Objects.requireNonNull(context.getService(reference)), threads);
        applications.put(reference, fetched);
        fetched.whenComplete((application, failure) -> {
            if (failure == null)
                add(application, reference);
            else
                LOG.warn("An application could not be started: {}", failure.toString());
        });
    }

    private void add(CallApplication application, ServiceReference<CallApplication> reference) {
        int ranking = reference.getProperty(RANKING) instanceof Integer given ? given : 0;
        desk.add(application, ranking, Optional.ofNullable(reference.getProperty(FOLDER)).map(folder -> Path.of(folder.toString())));
        if (!applications.containsKey(reference)) // it went meanwhile
            desk.remove(application);
    }

    void changed(ServiceReference<CallApplication> reference) {
        applications.get(reference).thenAccept(desk::changed);
    }

    void remove(ServiceReference<CallApplication> reference) {
        applications.remove(reference).thenAccept(application -> {
            desk.remove(application);
            context.ungetService(reference);
        });
    }

    @Override
    public Optional<String> unassigned() {
        return desk.unassigned();
    }

    @Override
    public Optional<String> owner(String number) {
        return desk.owner(number);
    }

    @Override
    public Optional<Holder> take(String application, CallId call, Handle handle) {
        return desk.take(application, call, handle);
    }

    @Override
    public void send(CallId call, CallCommand command) {
        desk.send(call, command);
    }

    @Deactivate
    void stop() {
        timers.close();
        threads.shutdownNow();
    }
}
