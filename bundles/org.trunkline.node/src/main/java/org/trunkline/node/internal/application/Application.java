package org.trunkline.node.internal.application;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallApplication.ApplicationInfo;
import org.trunkline.spi.call.CallApplication.Occasion;
import org.trunkline.spi.call.CallApplication.Otherwise;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;

/**
 * An application of one name. Its calls outlive the service: another one of that name, or the same after a restart, takes
 * them over. <b>Threads:</b> any.
 */
final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int AT_ONCE = 4;
    private static final int MOST_COMMANDS = 16;
    private static final Duration TRY_AGAIN = Duration.ofMillis(200);

    /** One that is registered under this name. */
    record Provider(CallApplication service, ApplicationInfo info, int ranking, Optional<Path> folder) {}

    /** What became of an event. */
    sealed interface Outcome {
        record Done(List<CallCommand> commands) implements Outcome {}

        /** Nobody was there to take it; it may be told again. */
        record Gone() implements Outcome {}

        record Failed(String how) implements Outcome {}
    }

    private final String name;
    private final ApplicationDesk desk;
    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private final List<Provider> providers = new ArrayList<>(1);
    private final Set<ApplicationCall> calls = ConcurrentHashMap.newKeySet();
    private volatile Optional<Provider> current = Optional.empty();
    /** As the last provider said. */
    private volatile Otherwise otherwise = Otherwise.ROUTE;
    private boolean away;

    Application(String name, ApplicationDesk desk) {
        this.name = name;
        this.desk = desk;
    }

    String name() {
        return name;
    }

    ApplicationDesk desk() {
        return desk;
    }

    boolean isThere() {
        return current.isPresent();
    }

    int ranking() {
        return current.map(Provider::ranking).orElse(Integer.MIN_VALUE);
    }

    boolean isOf(CallApplication service) {
        return current.filter(provider -> provider.service() == service).isPresent();
    }

    boolean takes(Occasion occasion) {
        return current.filter(provider -> provider.info().takes().contains(occasion)).isPresent();
    }

    Optional<Path> folder() {
        return current.flatMap(Provider::folder);
    }

    boolean routesOtherwise() {
        return otherwise == Otherwise.ROUTE;
    }

    // ---- who provides it

    /** Adds one, or what one that is there says of itself after an update. */
    synchronized void put(Provider provider) {
        if (providers.stream().anyMatch(each -> each.service() == provider.service()))
            providers.replaceAll(each -> each.service() == provider.service() ? provider : each);
        else
            providers.add(provider);
        choose();
    }

    synchronized void remove(CallApplication service) {
        if (providers.removeIf(provider -> provider.service() == service))
            choose();
    }

    void restarted(CallApplication service) {
        if (current.filter(provider -> provider.service() == service).isPresent())
            calls.forEach(ApplicationCall::resume);
    }

    private void choose() {
        var before = current.map(Provider::service);
        current = providers.stream().max(Comparator.comparingInt(Provider::ranking));
        current.ifPresent(provider -> otherwise = provider.info().otherwise());
        if (current.map(Provider::service).equals(before))
            return;
        if (current.isPresent())
            calls.forEach(ApplicationCall::resume);
        else
            gone();
    }

    /** It is not there: its calls wait a moment for it. */
    synchronized void gone() {
        if (away)
            return;
        away = true;
        LOG.debug("application {} has stopped with {} calls", name, calls.size());
        var until = desk.scheduler().instant().plus(desk.patience().gone());
        desk.scheduler().after(TRY_AGAIN, () -> tryAgain(until));
    }

    private void tryAgain(Instant until) {
        synchronized (this) {
            if (!away)
                return;
            if (desk.scheduler().instant().isBefore(until)) {
                desk.scheduler().after(TRY_AGAIN, () -> tryAgain(until));
            } else {
                away = false;
                calls.stream().filter(ApplicationCall::waits).forEach(call -> call.abandon("the application has stopped"));
                if (current.isEmpty())
                    calls.forEach(call -> call.abandon("the application has stopped"));
                return;
            }
        }
        calls.stream().filter(ApplicationCall::waits).forEach(ApplicationCall::resume);
    }

    private synchronized void back() {
        away = false;
    }

    // ---- its calls

    void add(ApplicationCall call) {
        calls.add(call);
    }

    void remove(ApplicationCall call) {
        calls.remove(call);
        desk.over(call);
    }

    /** Tells it one event, on a thread that may wait. */
    Outcome tell(CallEvent event) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            return new Outcome.Failed("it did not answer in time");
        }
        try {
            var provider = current;
            if (provider.isEmpty())
                return new Outcome.Gone();
            var commands = List.copyOf(provider.get().service().on(event));
            back();
            return commands.size() <= MOST_COMMANDS ? new Outcome.Done(commands)
                    : new Outcome.Failed("it answered an event with " + commands.size() + " commands, at most " + MOST_COMMANDS
                            + " are allowed");
        } catch (ExtensionFailedException e) {
            return e.reason() == Reason.GONE ? new Outcome.Gone() : new Outcome.Failed(String.valueOf(e.getMessage()));
        } catch (ExtensionException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError e) {
            return new Outcome.Failed(e.toString());
        } finally {
            permits.release();
        }
    }
}
