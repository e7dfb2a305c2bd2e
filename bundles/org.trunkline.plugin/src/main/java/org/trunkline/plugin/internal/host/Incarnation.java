package org.trunkline.plugin.internal.host;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.ExtensionSet;
import org.trunkline.plugin.internal.guard.GuardedExtension;
import org.trunkline.plugin.internal.guard.GuardedExtension.Owner;
import org.trunkline.plugin.internal.guard.OwnCalls;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.guard.Permissions;
import org.trunkline.plugin.internal.link.EntriesFrame;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Setup;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** One process of a plug-in with its extensions, until it fails for the first time. */
final class Incarnation implements ChildMessages.Offers {
    private static final Logger LOG = LoggerFactory.getLogger(Incarnation.class);

    private static final long LOOK_MS = 100;

    /** Told once, after the process was killed. */
    interface Failure {
        void failed(LocalizableText why, boolean again);
    }

    private final PluginSpec spec;
    private final EventThread events;
    private final ExtensionSet set;
    private final OwnCalls calls;
    private final Failure failure;
    private final Patience patience;
    private final Map<Integer, GuardedExtension> extensions = new TreeMap<>();
    private final Map<ExtensionType, ProcessCarrier> carriers = new HashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final PluginProcess process;
    private volatile LocalizableText reason = LocalizableText.NOTHING;
    /** Of the first extension that its description does not name. */
    private LocalizableText undeclared = LocalizableText.NOTHING;
    private boolean running;

    Incarnation(PluginSpec spec, HostEnvironment environment, EventThread events, ExtensionSet set, OwnCalls calls,
            HostLaunch.Started started, Failure failure) {
        this.spec = spec;
        this.events = events;
        this.set = set;
        this.calls = calls;
        this.failure = failure;
        patience = environment.patience();
        process = new PluginProcess(started, new ChildMessages(spec, environment, calls, events, this),
                environment.patience());
    }

    /** Waits until all bundles run and offer what the plug-in names. */
    List<GuardedExtension> begin(Setup setup, long millis)
            throws IOException, InterruptedException, TimeoutException, PluginStartException {
        process.open(spec.id());
        process.send(setup.toFrame());
        var said = process.awaitReady(millis);
        if (!said.isEmpty())
            throw new PluginStartException(reason.isEmpty() ? process.refine(said, heapMb()) : reason);
        events.await(); // what it offered before
        var missing = awaitOffers();
        rehearse();
        synchronized (this) {
            if (!undeclared.isEmpty())
                throw new PluginStartException(undeclared);
            if (!missing.isEmpty())
                throw new PluginStartException(reason.isEmpty() ? missing : reason);
            running = true;
        }
        process.onExit(() -> fail(process.causeOfExit(heapMb()), true));
        synchronized (this) {
            return List.copyOf(extensions.values());
        }
    }

    /** A component may need what comes a moment later, such as the API. */
    private synchronized LocalizableText awaitOffers() throws InterruptedException {
        long until = System.nanoTime() + patience.offers().toNanos();
        for (long left = patience.offers().toMillis(); left > 0 && undeclared.isEmpty() && process.isAlive()
                && !missing().isEmpty(); left = NANOSECONDS.toMillis(until - System.nanoTime()))
            wait(Math.min(left, LOOK_MS));
        return missing();
    }

    private LocalizableText missing() {
        return Permissions.missing(spec, extensions.values());
    }

    private void rehearse() {
        Map<ExtensionType, ProcessCarrier> each;
        synchronized (this) {
            each = Map.copyOf(carriers);
        }
        each.forEach((type, carrier) -> carrier.rehearse(type));
    }

    ProcessVitals vitals() {
        return process.vitals();
    }

    long pid() {
        return process.pid();
    }

    /** Kills the process for a reason. @param again whether it may be started again */
    void fail(LocalizableText why, boolean again) {
        if (!ended.compareAndSet(false, true))
            return;
        reason = why;
        kill();
        boolean wasRunning;
        synchronized (this) {
            wasRunning = running;
        }
        if (wasRunning) // else the one who starts it is told
            events.post(() -> failure.failed(why, again));
    }

    /** Before it runs the installer is told. */
    private void refuse(LocalizableText why) {
        boolean now;
        synchronized (this) {
            if (undeclared.isEmpty())
                undeclared = why;
            now = running;
        }
        if (now)
            fail(why, false); // it would be the same again
    }

    void stop(long millis) {
        ended.set(true);
        process.stop(millis);
    }

    void kill() {
        ended.set(true);
        process.kill();
    }

    private int heapMb() {
        return spec.manifest().about().limits().heapMb();
    }

    @Override
    public void offered(int number, ExtensionType type, int ranking) {
        var refusal = Permissions.undeclared(spec.manifest().about(), type);
        if (!refusal.isEmpty()) {
            refuse(refusal);
            return;
        }
        var terms = type.terms();
        if (terms.outsideMillis() == 0) {
            LOG.warn("{} of plug-in {} is not used: it works inside the node only", type.name(), spec.id());
            return;
        }
        var carrier = new ProcessCarrier(process, number, terms.concurrency());
        var owner = new Owner(spec.id(), calls, said -> fail(said, true), patience, set.wasInterrupted());
        var extension = new GuardedExtension(owner, type, ranking, terms.outsideMillis(), carrier, set.counts(type.name()));
        boolean now;
        synchronized (this) {
            if (extensions.size() >= 100)
                return;
            extensions.put(number, extension);
            carriers.put(type, carrier);
            notifyAll();
            now = running;
        }
        if (now)
            set.add(extension);
    }

    /** May wait for a process that does not read, which is killed soon; nothing but its own events waits with it. */
    @Override
    public void answer(EntriesFrame answer) {
        var frame = answer.toFrame();
        try {
            process.send(frame.size() <= Link.MAX_FRAME ? frame
                    : new EntriesFrame(answer.number(), List.of(), "they are larger than 16 MiB").toFrame());
        } catch (IOException e) {
            // the process has ended
        }
    }

    @Override
    public void withdrawn(int number) {
        GuardedExtension extension;
        boolean now;
        synchronized (this) {
            extension = extensions.remove(number);
            now = running;
        }
        if (extension != null && now)
            set.remove(extension);
    }
}
