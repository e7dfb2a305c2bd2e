package org.trunkline.ui.uitest.phone;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.RingingCall;

/** Calls at others as the test says. */
final class FakeLamps implements Lamps {
    private final List<Consumer<List<RingingCall>>> followers = new CopyOnWriteArrayList<>();
    private volatile List<RingingCall> calls = List.of();
    private volatile List<String> watched = List.of();

    void rings(RingingCall... now) {
        calls = List.of(now);
        followers.forEach(follower -> follower.accept(calls));
    }

    List<String> watched() {
        return watched;
    }

    @Override
    public List<RingingCall> state() {
        return calls;
    }

    @Override
    public AutoCloseable follow(Consumer<List<RingingCall>> follower) {
        followers.add(follower);
        follower.accept(calls);
        return () -> followers.remove(follower);
    }

    @Override
    public void watch(Collection<String> peers) {
        watched = List.copyOf(peers);
    }
}
