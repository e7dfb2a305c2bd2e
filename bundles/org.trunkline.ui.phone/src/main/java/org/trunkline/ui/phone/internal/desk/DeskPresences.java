package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.Presences;

/** Presence of those whom the desk shows. <b>Threads:</b> any; followers are told on a thread of the phone. */
public final class DeskPresences {
    private final ExecutorService keeper;
    private final List<Consumer<Map<String, Presence>>> followers = new ArrayList<>(); // these and what follows: the keeper's alone
    private List<String> wanted = List.of();
    private Optional<Presences> phone = Optional.empty();
    private volatile Map<String, Presence> state = Map.of();

    DeskPresences(ExecutorService keeper) {
        this.keeper = keeper;
    }

    /** Empty where nothing is known. */
    public Optional<Presence> of(String peer) {
        return Optional.ofNullable(state.get(peer));
    }

    /** Told at each change. The follower hands over and returns. */
    public Watch follow(Consumer<Map<String, Presence>> follower) {
        keeper.execute(() -> followers.add(follower));
        return () -> {
            if (!keeper.isShutdown())
                keeper.execute(() -> followers.remove(follower));
        };
    }

    /** Replaces whom to watch. @param peers the first {@link Presences#MOST} are */
    public void watch(Collection<String> peers) {
        var now = List.copyOf(peers);
        if (!keeper.isShutdown())
            keeper.execute(() -> {
                if (!now.equals(wanted)) {
                    wanted = now;
                    phone.ifPresent(it -> it.watch(wanted));
                }
            });
    }

    // ---- on the keeper's thread

    void begin(Optional<Presences> service) {
        phone = service;
        service.ifPresent(it -> it.watch(wanted));
        if (service.isEmpty())
            changed(Map.of());
    }

    void changed(Map<String, Presence> now) {
        state = now;
        List.copyOf(followers).forEach(follower -> follower.accept(now));
    }
}
