package org.trunkline.ui.phone.internal.desk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.osgi.service.prefs.BackingStoreException;
import org.osgi.service.prefs.Preferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.phone.presence.Presences;

/** The colleagues that the user of this desk chose, remembered. <b>Threads:</b> any; followers are told on a thread of the phone. */
public final class ChosenColleagues {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenColleagues.class);
    private static final String KEY = "chosen";

    private final Preferences preferences;
    private final ExecutorService keeper;
    private final List<Consumer<List<String>>> followers = new ArrayList<>(); // the keeper's alone
    private volatile List<String> all;

    ChosenColleagues(Preferences preferences, ExecutorService keeper) {
        this.preferences = preferences;
        this.keeper = keeper;
        all = Stream.of(preferences.get(KEY, "").split("\n")).filter(each -> !each.isBlank()).limit(Presences.MOST).toList();
    }

    /** Numbers or user names, in the order added. */
    public List<String> all() {
        return all;
    }

    /** Told at once and at each change. The follower hands over and returns. */
    public Watch follow(Consumer<List<String>> follower) {
        run(() -> {
            followers.add(follower);
            follower.accept(all);
        });
        return () -> run(() -> followers.remove(follower));
    }

    /** Adds those that are not there, as long as there are no more than {@link Presences#MOST}. */
    public void add(Collection<String> peers) {
        var some = peers.stream().map(String::strip).filter(each -> !each.isEmpty() && each.indexOf('\n') < 0).toList();
        run(() -> {
            var now = new LinkedHashSet<>(all);
            now.addAll(some);
            become(now.stream().limit(Presences.MOST).toList());
        });
    }

    public void remove(Collection<String> peers) {
        var some = List.copyOf(peers);
        run(() -> become(all.stream().filter(each -> !some.contains(each)).toList()));
    }

    private void run(Runnable task) {
        if (!keeper.isShutdown())
            keeper.execute(task);
    }

    private void become(List<String> now) {
        if (now.equals(all))
            return;
        all = now;
        preferences.put(KEY, String.join("\n", now));
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LOG.warn("the colleagues are not stored: {}", e.getMessage());
        }
        List.copyOf(followers).forEach(follower -> follower.accept(now));
    }
}
