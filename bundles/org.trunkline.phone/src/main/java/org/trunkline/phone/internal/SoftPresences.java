package org.trunkline.phone.internal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.internal.sip.UserAgent;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.Presences;

/** The first registered account watches; another one takes over where it is lost. <b>Threads:</b> any, where not said otherwise. */
final class SoftPresences implements Presences {
    private final Work work;
    private final Supplier<Collection<UserAgent>> accounts;
    private final Followers<Map<String, Presence>> followers;
    private Set<String> wanted = Set.of(); // these two the phone's thread's alone
    private Optional<UserAgent> watcher = Optional.empty();
    private boolean changing;
    private volatile Map<String, Presence> state = Map.of();

    SoftPresences(Work work, Supplier<Collection<UserAgent>> accounts) {
        this.work = work;
        followers = new Followers<>(work);
        this.accounts = accounts;
    }

    @Override
    public Map<String, Presence> state() {
        return state;
    }

    @Override
    public AutoCloseable follow(Consumer<Map<String, Presence>> follower) {
        return followers.follow(follower, () -> state);
    }

    @Override
    public void watch(Collection<String> peers) {
        var some = new LinkedHashSet<String>();
        peers.stream().filter(peer -> !peer.isBlank()).limit(MOST).forEach(some::add);
        work.run(() -> {
            wanted = some;
            watcher.ifPresent(it -> it.watch(wanted));
            changed();
        });
    }

    /** Accounts, registrations or presences may be others. On the thread of the phone. */
    void changed() {
        if (changing) // watching tells of changes itself
            return;
        changing = true;
        try {
            var now = accounts.get().stream().filter(it -> it.state().registration() == Registration.REGISTERED).findFirst();
            boolean lost = watcher.filter(it -> accounts.get().contains(it)).isEmpty();
            if (lost || now.isPresent() && watcher.filter(it -> it.state().registration() == Registration.REGISTERED).isEmpty()) {
                watcher.filter(it -> !now.equals(Optional.of(it))).ifPresent(it -> it.watch(List.of()));
                watcher = now;
                watcher.ifPresent(it -> it.watch(wanted));
            }
        } finally {
            changing = false;
        }
        Map<String, Presence> next = watcher.map(UserAgent::presences).map(Map::copyOf).orElse(Map.of());
        if (next.equals(state))
            return;
        state = next;
        followers.tell(next);
    }
}
