package org.trunkline.ui.phone.internal.desk;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.osgi.service.prefs.Preferences;
import org.trunkline.api.Watch;
import org.trunkline.phone.presence.Presences;

/** The colleagues that the user of this desk chose, remembered. <b>Threads:</b> any; followers are told on a thread of the phone. */
public final class ChosenColleagues {
    private static final String KEY = "chosen";

    private final DeskFollowers<List<String>> followers;
    private final Remembered<List<String>> all;

    ChosenColleagues(Preferences preferences, ExecutorService keeper) {
        followers = new DeskFollowers<>(keeper);
        all = new Remembered<>(preferences, followers, ChosenColleagues::read, (to, now) -> to.put(KEY, String.join("\n", now)));
    }

    private static List<String> read(Preferences from) {
        return Stream.of(from.get(KEY, "").split("\n")).filter(each -> !each.isBlank()).limit(Presences.MOST).toList();
    }

    /** Numbers or user names, in the order added. */
    public List<String> all() {
        return all.now();
    }

    /** Told at once and at each change. The follower hands over and returns. */
    public Watch follow(Consumer<List<String>> follower) {
        return all.follow(follower);
    }

    /** Adds those that are not there, as long as there are no more than {@link Presences#MOST}. */
    public void add(Collection<String> peers) {
        var some = peers.stream().map(String::strip).filter(each -> !each.isEmpty() && each.indexOf('\n') < 0).toList();
        followers.run(() -> {
            var now = new LinkedHashSet<>(all.now());
            now.addAll(some);
            all.become(now.stream().limit(Presences.MOST).toList());
        });
    }

    public void remove(Collection<String> peers) {
        var some = List.copyOf(peers);
        followers.run(() -> all.become(all.now().stream().filter(each -> !some.contains(each)).toList()));
    }
}
