package org.trunkline.phone.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.internal.work.Work;

/** Those who are told of a state, at once and at each change, on the thread of the phone. <b>Threads:</b> {@link #follow} any. */
final class Followers<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private final Work work;
    private final List<Consumer<T>> all = new CopyOnWriteArrayList<>();

    Followers(Work work) {
        this.work = work;
    }

    /** @param now the state when the follower is told first @return ends it */
    AutoCloseable follow(Consumer<T> follower, Supplier<T> now) {
        work.run(() -> {
            all.add(follower);
            tell(follower, now.get());
        });
        return () -> all.remove(follower);
    }

    void tell(T state) {
        all.forEach(follower -> tell(follower, state));
    }

    private void tell(Consumer<T> follower, T state) {
        try {
            follower.accept(state);
        } catch (RuntimeException | LinkageError e) { // code of others
            LOG.error("a follower of the phone failed", e);
        }
    }
}
