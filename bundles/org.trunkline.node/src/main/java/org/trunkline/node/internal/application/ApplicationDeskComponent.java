package org.trunkline.node.internal.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
    /** Property of an application's service: where it records to. */
    static final String FOLDER = "trunkline.plugin.folder";
    private static final Duration ASK_NUMBERS = Duration.ofSeconds(2);
    private static final String RANKING = "service.ranking";

    private final WheelScheduler timers = new WheelScheduler();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("application-", 0).factory());
    private final ApplicationDesk desk = new ApplicationDesk(timers, threads, ApplicationDesk.Patience.USUAL);

    @Activate
    void start() {
        timers.after(ASK_NUMBERS, () -> threads.execute(() -> {
            desk.askNumbers();
            start();
        }));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY, updated = "changed", unbind = "remove")
    void add(CallApplication application, Map<String, Object> properties) {
        int ranking = properties.get(RANKING) instanceof Integer given ? given : 0;
        desk.add(application, ranking, Optional.ofNullable(properties.get(FOLDER)).map(folder -> Path.of(folder.toString())));
    }

    void changed(CallApplication application) {
        desk.changed(application);
    }

    void remove(CallApplication application) {
        desk.remove(application);
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
