package org.trunkline.ui.phone.internal.desk;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import org.trunkline.api.Watch;

/**
 * What the phone sees of those whom the desk shows. <b>Threads:</b> any; followers are told on a thread of the phone.
 *
 * @param <T> what is known, immutable
 */
public final class DeskSeen<T> {
    private final DeskFollowers<T> followers;
    private final T nothing;
    private final Map<String, List<String>> wants = new TreeMap<>(); // these three the keeper's alone
    private List<String> wanted = List.of();
    private Optional<Consumer<Collection<String>>> watcher = Optional.empty();
    private volatile T state;

    DeskSeen(ExecutorService keeper, T nothing) {
        followers = new DeskFollowers<>(keeper);
        this.nothing = nothing;
        state = nothing;
    }

    T state() {
        return state;
    }

    /** Told at each change. The follower hands over and returns. */
    Watch follow(Consumer<T> follower) {
        return followers.follow(follower);
    }

    /** Replaces whom a part of the desk wants to see. @param part its name: where all want too many, the first parts by name come first */
    void watch(String part, Collection<String> peers) {
        var some = List.copyOf(peers);
        followers.run(() -> {
            wants.put(part, some);
            var now = wants.values().stream().flatMap(List::stream).distinct().toList();
            if (!now.equals(wanted)) {
                wanted = now;
                watcher.ifPresent(it -> it.accept(wanted));
            }
        });
    }

    // ---- on the keeper's thread

    /** @param service told whom to watch; empty where the phone is gone */
    void begin(Optional<Consumer<Collection<String>>> service) {
        watcher = service;
        service.ifPresent(it -> it.accept(wanted));
        if (service.isEmpty())
            changed(nothing);
    }

    void changed(T now) {
        state = now;
        followers.tell(now);
    }
}
