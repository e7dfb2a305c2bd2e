package org.trunkline.node.internal.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallApplication.ApplicationInfo;
import org.trunkline.spi.call.CallApplication.Occasion;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallControl;

/** The applications there are, and the calls they have. <b>Threads:</b> any. */
public final class ApplicationDesk implements Applications, CallControl {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationDesk.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    private static final int MOST_NUMBERS = 1000;

    /**
     * @param event how long an event may take; a guard before the application may allow less
     * @param gone how long a call waits for an application that is being restarted
     */
    public record Patience(Duration event, Duration gone) {
        public static final Patience USUAL = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** What is registered: an application as a service. @param updates of what is behind it */
    private record Offer(CallApplication service, int ranking, Optional<Path> folder, int updates) {
        Offer updated() {
            return new Offer(service, ranking, folder, updates + 1);
        }
    }

    private final Scheduler scheduler;
    private final Executor threads;
    private final Patience patience;
    private final List<Offer> offers = new CopyOnWriteArrayList<>();
    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    /** Applications by numbers of their own. */
    private volatile Map<String, String> owners = Map.of();
    private final Map<CallId, ApplicationCall> calls = new ConcurrentHashMap<>();
    private final Object taking = new Object(); // not this: numbers are asked under that

    /** @param threads run applications; any number may wait */
    public ApplicationDesk(Scheduler scheduler, Executor threads, Patience patience) {
        this.scheduler = scheduler;
        this.threads = threads;
        this.patience = patience;
    }

    // ---- applications come and go

    public void add(CallApplication service, int ranking, Optional<Path> folder) {
        var offer = new Offer(service, ranking, folder, 0);
        offers.add(offer);
        threads.execute(() -> ask(offer));
    }

    /** The same service has another application behind it: it was updated, or its process restarted. */
    public void changed(CallApplication service) {
        applications.values().forEach(application -> application.restarted(service));
        offers.replaceAll(offer -> offer.service() == service ? offer.updated() : offer);
        offers.stream().filter(offer -> offer.service() == service).forEach(offer -> threads.execute(() -> ask(offer)));
    }

    public void remove(CallApplication service) {
        offers.removeIf(offer -> offer.service() == service);
        applications.values().forEach(application -> application.remove(service));
    }

    /** Its name is the application's to say, so it is asked on a thread that may wait. */
    private void ask(Offer offer) {
        if (!offers.contains(offer))
            return;
        try {
            if (take(offer, offer.service().info()))
                askNumbers();
        } catch (Exception | LinkageError e) {
            LOG.warn("An application failed to return its name; the node asks again in {} s: {}", ASK_AGAIN.toSeconds(), e.toString());
            scheduler.after(ASK_AGAIN, () -> threads.execute(() -> ask(offer)));
        }
    }

    /** One answer after the other: a late one must not take the place of a newer one. @return whether it is used */
    private boolean take(Offer offer, ApplicationInfo info) {
        synchronized (taking) {
            if (!offers.contains(offer)) // updated meanwhile, and asked again
                return false;
            applications.values().stream().filter(each -> !each.name().equals(info.name())).forEach(each -> each.remove(offer.service()));
            if (!NAME.matcher(info.name()).matches()) {
                LOG.warn("An application is not used because of its name, which must be 1 to 64 lower-case letters, digits and hyphens: {}",
                        info.name());
                return false;
            }
            applications.computeIfAbsent(info.name(), name -> new Application(name, this))
                    .put(new Application.Provider(offer.service(), info, offer.ranking(), offer.folder()));
            LOG.info("Application {} is there, and takes {}", info.name(), info.takes());
            if (offers.stream().noneMatch(each -> each.service() == offer.service())) // it went meanwhile
                remove(offer.service());
            return true;
        }
    }

    /** Asks all applications for their numbers again, which may wait. */
    synchronized void askNumbers() {
        var now = new HashMap<String, String>();
        for (var offer : offers)
            askNumbers(offer, now);
        owners = Map.copyOf(now);
    }

    private void askNumbers(Offer offer, Map<String, String> owners) {
        var name = applications.values().stream().filter(each -> each.isOf(offer.service())).findFirst().map(Application::name);
        if (name.isEmpty())
            return;
        try {
            offer.service().numbers().stream().limit(MOST_NUMBERS).forEach(number -> owners.putIfAbsent(number, name.get()));
        } catch (Exception | LinkageError e) {
            LOG.debug("Application {} failed to return its numbers: {}", name.get(), e.toString());
            this.owners.forEach((number, owner) -> { // its own stay as they were
                if (owner.equals(name.get()))
                    owners.putIfAbsent(number, owner);
            });
        }
    }

    // ---- for the engine

    @Override
    public Optional<String> unassigned() {
        return applications.values().stream().filter(each -> each.takes(Occasion.UNASSIGNED_NUMBER))
                .max(Comparator.comparingInt(Application::ranking).thenComparing(Application::name)).map(Application::name);
    }

    @Override
    public Optional<String> owner(String number) {
        return Optional.ofNullable(owners.get(number)).or(() -> Optional.ofNullable(owners.get(family(number))));
    }

    /** What owns all names with the same beginning: {@code queue-*} for {@code queue-7}. */
    private static String family(String name) {
        return !name.isEmpty() && Character.isLetter(name.charAt(0)) ? name.substring(0, name.lastIndexOf('-') + 1) + '*' : name;
    }

    @Override
    public Optional<Holder> take(String application, CallId call, Handle handle) {
        return Optional.ofNullable(applications.get(application)).filter(Application::isThere).map(taker -> {
            var held = new ApplicationCall(call, taker, handle);
            calls.put(call, held);
            taker.add(held);
            return held;
        });
    }

    // ---- for applications

    @Override
    public void send(CallId call, CallCommand command) {
        Optional.ofNullable(calls.get(call)).ifPresent(held -> held.command(command));
    }

    // ---- for the parts of this

    Scheduler scheduler() {
        return scheduler;
    }

    Executor threads() {
        return threads;
    }

    Patience patience() {
        return patience;
    }

    void over(ApplicationCall call) {
        calls.remove(call.id(), call);
    }

    /** Calls that applications have. */
    public int count() {
        return calls.size();
    }
}
