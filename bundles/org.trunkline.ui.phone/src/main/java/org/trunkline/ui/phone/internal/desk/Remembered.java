package org.trunkline.ui.phone.internal.desk;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import org.osgi.service.prefs.BackingStoreException;
import org.osgi.service.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;

/** What the user of this desk chose, until the next choice. <b>Threads:</b> any, where not said otherwise. */
final class Remembered<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    private final Preferences preferences;
    private final DeskFollowers<T> followers;
    private final BiConsumer<Preferences, T> writer;
    private volatile T now;

    Remembered(Preferences preferences, DeskFollowers<T> followers, Function<Preferences, T> reader, BiConsumer<Preferences, T> writer) {
        this.preferences = preferences;
        this.followers = followers;
        this.writer = writer;
        now = reader.apply(preferences);
    }

    T now() {
        return now;
    }

    /** Told at once and at each change. */
    Watch follow(Consumer<T> follower) {
        return followers.follow(follower, () -> Optional.of(now));
    }

    /** On the thread of the followers. @return whether it was another */
    boolean become(T next) {
        if (next.equals(now))
            return false;
        now = next;
        writer.accept(preferences, next);
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("{} is not stored: {}", preferences.name(), e.getMessage());
        }
        followers.tell(next);
        return true;
    }
}
