package org.trunkline.phone.internal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trunkline.phone.internal.sip.UserAgent;
import org.trunkline.phone.internal.work.Work;

/**
 * What is seen of others: the first registered account watches, and another one takes over where it is lost. <b>Threads:</b> any, where not said
 * otherwise.
 *
 * @param <T> what is known, immutable
 */
final class Watching<T> {
    /** What an account does for it. */
    record Source<T>(BiConsumer<UserAgent, Collection<String>> watch, Function<UserAgent, T> state, T nothing, int most) {}

    private final Work work;
    private final Supplier<Collection<UserAgent>> accounts;
    private final Source<T> source;
    private final Followers<T> followers;
    private Set<String> wanted = Set.of(); // these three the phone's thread's alone
    private Optional<UserAgent> watcher = Optional.empty();
    private boolean changing;
    private volatile T state;

    Watching(Work work, Supplier<Collection<UserAgent>> accounts, Source<T> source) {
        this.work = work;
        this.accounts = accounts;
        this.source = source;
        followers = new Followers<>(work);
        state = source.nothing();
    }

    T state() {
        return state;
    }

    AutoCloseable follow(Consumer<T> follower) {
        return followers.follow(follower, () -> state);
    }

    void watch(Collection<String> peers) {
        var some = new LinkedHashSet<String>();
        peers.stream().filter(peer -> !peer.isBlank()).limit(source.most()).forEach(some::add);
        work.run(() -> {
            wanted = some;
            watcher.ifPresent(it -> source.watch().accept(it, wanted));
            changed();
        });
    }

    /** The account that watches. On the thread of the phone. */
    Optional<UserAgent> watcher() {
        return watcher;
    }

    /** Accounts, registrations or what is known may be others. On the thread of the phone. */
    void changed() {
        if (changing) // watching tells of changes itself
            return;
        changing = true;
        try {
            var now = accounts.get().stream().filter(UserAgent::canWatch).findFirst();
            boolean lost = watcher.filter(it -> accounts.get().contains(it)).isEmpty();
            if (lost || now.isPresent() && watcher.filter(UserAgent::canWatch).isEmpty()) {
                watcher.filter(it -> !now.equals(Optional.of(it))).ifPresent(it -> source.watch().accept(it, Set.of()));
                watcher = now;
                watcher.ifPresent(it -> source.watch().accept(it, wanted));
            }
        } finally {
            changing = false;
        }
        var next = watcher.map(source.state()).orElse(source.nothing());
        if (next.equals(state))
            return;
        state = next;
        followers.tell(next);
    }
}
