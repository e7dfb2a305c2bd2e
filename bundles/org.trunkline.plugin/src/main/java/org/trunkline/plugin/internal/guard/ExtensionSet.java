package org.trunkline.plugin.internal.guard;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.osgi.framework.BundleContext;
import org.trunkline.api.plugin.PluginStatus.InterfaceCost;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.spi.ExtensionFailedException.Reason;

/**
 * The extensions of one version of a plug-in, and their services in the house once this version is in use. <b>Threads:</b>
 * any but those that answer calls.
 */
public final class ExtensionSet {
    private static final int MOST = 100;

    private final BundleContext context;
    private final PluginSpec spec;
    private final String version;
    private final List<GuardedExtension> extensions = new ArrayList<>();
    private final Map<String, CallCounts> counts = new TreeMap<>();
    private Optional<HouseExtensions> house = Optional.empty();
    private boolean closed;
    private volatile boolean interrupted;

    public ExtensionSet(BundleContext context, PluginSpec spec) {
        this.context = context;
        this.spec = spec;
        version = spec.manifest().about().version();
    }

    /** Counts of one interface, over restarts. */
    public synchronized CallCounts counts(String name) {
        return counts.computeIfAbsent(name, n -> new CallCounts());
    }

    /** An extension is there. @return false where the plug-in has too many */
    public synchronized boolean add(GuardedExtension extension) {
        if (closed || extensions.size() >= MOST)
            return false;
        extensions.add(extension);
        notifyAll();
        house.ifPresent(services -> services.add(extension, version));
        return true;
    }

    /** An extension is gone. */
    public synchronized void remove(GuardedExtension extension) {
        extensions.remove(extension);
        house.ifPresent(services -> services.remove(extension));
        extension.close(Reason.GONE);
    }

    /** Their process failed, and may be started again. */
    public void interrupt() {
        interrupted = true;
        all().forEach(extension -> extension.close(Reason.GONE));
    }

    /** Whether a process of this version failed before. */
    public boolean wasInterrupted() {
        return interrupted;
    }

    /** After a restart: the same extensions, of another process. */
    public void replaceAll(List<GuardedExtension> by) {
        var names = services().map(services -> services.names(by)).orElse(Map.of());
        synchronized (this) {
            if (closed)
                return;
            extensions.clear();
            extensions.addAll(by);
            house.ifPresent(services -> services.replace(extensions, version, names));
        }
    }

    private synchronized Optional<HouseExtensions> services() {
        return house;
    }

    /** What it names and does not offer; {@link LocalizableText#NOTHING} where nothing is missing. */
    public synchronized LocalizableText missing() {
        return closed ? LocalizableText.NOTHING : Permissions.missing(spec, extensions);
    }

    /** Waits until it offers all that it names. @return as {@link #missing} */
    public synchronized LocalizableText awaitAll(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); left > 0 && !missing().isEmpty(); left = NANOSECONDS.toMillis(until - System.nanoTime()))
            wait(left);
        return missing();
    }

    /** Puts the extensions into use, in place of those of another version. */
    public void use(Optional<ExtensionSet> former) {
        var next = opened();
        var services = services().or(() -> former.flatMap(ExtensionSet::services))
                .orElseGet(() -> new HouseExtensions(context, spec.id(), spec.folder()));
        var names = services.names(next);
        synchronized (this) {
            if (closed)
                return;
            if (house.isEmpty())
                former.ifPresent(ExtensionSet::giveAway);
            services.replace(extensions, version, names);
            house = Optional.of(services);
        }
    }

    private synchronized List<GuardedExtension> opened() {
        if (!closed)
            extensions.forEach(GuardedExtension::open);
        return all();
    }

    public synchronized List<GuardedExtension> all() {
        return List.copyOf(extensions);
    }

    /** Those of one interface, each behind the guard. */
    public <T> List<T> of(Class<T> type) {
        return all().stream().filter(it -> it.type().type() == type).map(it -> type.cast(new ExtensionSwitch(it).proxy()))
                .toList();
    }

    /** Takes the extensions out of use for good. */
    public synchronized void close(Reason why) {
        closed = true;
        extensions.forEach(extension -> extension.close(why));
        house.ifPresent(HouseExtensions::removeAll);
        house = Optional.empty();
        notifyAll();
    }

    /** Waits for calls under way, up to their budgets. */
    public void awaitIdle() {
        long begun = System.nanoTime();
        for (var extension : all())
            extension.awaitIdle(begun + MILLISECONDS.toNanos(extension.budgetMillis()));
    }

    /** The first extension that hangs; {@link LocalizableText#NOTHING} where none does. */
    public LocalizableText stuck(long now) {
        for (var extension : all()) {
            var said = extension.stuck(now);
            if (!said.isEmpty())
                return said;
        }
        return LocalizableText.NOTHING;
    }

    public synchronized List<InterfaceCost> costs() {
        return counts.entrySet().stream().map(entry -> entry.getValue().cost(entry.getKey())).toList();
    }

    private synchronized void giveAway() {
        house = Optional.empty();
    }
}
