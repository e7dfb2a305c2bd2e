package org.trunkline.engine.component;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Services with what each says of itself. A service is asked when its answer is first needed, not on the framework's thread that
 * brings it, and again after each update: another version is behind it then. What the earlier version answers late is not kept.
 * <b>Threads:</b> any.
 */
public final class DescribedServices<S, D> {
    /** Asks a service what it is. */
    @FunctionalInterface
    public interface Question<S, D> {
        /** @return empty where the service failed: it is asked again the next time */
        Optional<D> ask(String plugin, S service);
    }

    /** @param plugin its id, empty for a service of the node itself */
    public record Described<S, D>(String plugin, S service, D description) {}

    /** A service until its next update. Its answer is written here only, so that one which comes after the update is lost. */
    private static final class Entry<S, D> {
        private final String plugin;
        private final S service;
        private volatile Optional<D> answer = Optional.empty();

        private Entry(String plugin, S service) {
            this.plugin = plugin;
            this.service = service;
        }

        private Optional<Described<S, D>> described(Question<S, D> question) {
            var known = answer;
            if (known.isEmpty()) {
                known = question.ask(plugin, service);
                answer = known;
            }
            return known.map(description -> new Described<>(plugin, service, description));
        }
    }

    private final Question<S, D> question;
    private final List<Entry<S, D>> entries = new CopyOnWriteArrayList<>();

    public DescribedServices(Question<S, D> question) {
        this.question = question;
    }

    /** @param plugin its id, empty for a service of the node itself */
    public void add(String plugin, S service) {
        entries.add(new Entry<>(plugin, service));
    }

    /** Another version is behind the service, which may describe itself in another way. */
    public void update(S service) {
        entries.replaceAll(entry -> entry.service == service ? new Entry<>(entry.plugin, service) : entry);
    }

    public void remove(S service) {
        entries.removeIf(entry -> entry.service == service);
    }

    /** In the order in which they came: of two versions of a plug-in the newer one is later. Those that fail are left out. */
    public Stream<Described<S, D>> all() {
        return described(entries.stream());
    }

    /** As {@link #all}, of one plug-in: the services of others are not asked. */
    public Stream<Described<S, D>> of(String plugin) {
        return described(entries.stream().filter(entry -> entry.plugin.equals(plugin)));
    }

    private Stream<Described<S, D>> described(Stream<Entry<S, D>> some) {
        return some.flatMap(entry -> entry.described(question).stream());
    }
}
