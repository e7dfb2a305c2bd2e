package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.api.Watch;

/**
 * Those whom the desk tells of something. A follower hands over and returns. <b>Threads:</b> any, where not said otherwise; followers are told on that
 * of the keeper.
 */
final class DeskFollowers<T> {
    private final ExecutorService keeper;
    private final List<Consumer<T>> all = new ArrayList<>(); // the keeper's alone

    DeskFollowers(ExecutorService keeper) {
        this.keeper = keeper;
    }

    /** On the thread of the keeper, in order; nothing any more once the desk's phone ends. */
    void run(Runnable task) {
        if (!keeper.isShutdown())
            keeper.execute(task);
    }

    /** Told at each change. */
    Watch follow(Consumer<T> follower) {
        return follow(follower, Optional::empty);
    }

    /** Told at each change. @param now told at once, where there is one */
    Watch follow(Consumer<T> follower, Supplier<Optional<T>> now) {
        run(() -> {
            all.add(follower);
            now.get().ifPresent(follower);
        });
        return () -> run(() -> all.remove(follower));
    }

    /** On the keeper's thread. */
    void tell(T now) {
        List.copyOf(all).forEach(follower -> follower.accept(now));
    }
}
