package org.trunkline.ui.uitest.phone;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.UserPresence;

/** Presence as the test says, of those who are watched. */
final class FakePresences implements Presences {
    private final List<Consumer<Map<String, UserPresence>>> followers = new CopyOnWriteArrayList<>();
    private final Map<String, UserPresence> all = new HashMap<>();
    private List<String> watched = List.of();
    private UserPresence own = UserPresence.of(Presence.AVAILABLE);

    synchronized void put(String peer, UserPresence now) {
        all.put(peer, now);
        tell();
    }

    private void tell() {
        var now = state();
        followers.forEach(follower -> follower.accept(now));
    }

    @Override
    public synchronized Map<String, UserPresence> state() {
        var known = new HashMap<>(all);
        known.keySet().retainAll(watched);
        return Map.copyOf(known);
    }

    @Override
    public synchronized AutoCloseable follow(Consumer<Map<String, UserPresence>> follower) {
        followers.add(follower);
        follower.accept(state());
        return () -> followers.remove(follower);
    }

    @Override
    public synchronized void watch(Collection<String> peers) {
        watched = List.copyOf(peers);
        tell();
    }

    synchronized UserPresence own() {
        return own;
    }

    @Override
    public synchronized void publish(UserPresence now) {
        own = now;
    }
}
