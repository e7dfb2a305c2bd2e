package org.trunkline.ui.uitest.phone;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.RingingCall;

/** Calls at others as the test says. */
final class FakeLamps implements Lamps {
    private final List<Consumer<LampState>> followers = new CopyOnWriteArrayList<>();
    private volatile LampState state = LampState.NONE;
    private volatile List<String> watched = List.of();

    void rings(RingingCall... now) {
        become(new LampState(List.of(now), state.talking()));
    }

    void talk(Map<String, Instant> now) {
        become(new LampState(state.ringing(), now));
    }

    private void become(LampState now) {
        state = now;
        followers.forEach(follower -> follower.accept(now));
    }

    List<String> watched() {
        return watched;
    }

    @Override
    public LampState state() {
        return state;
    }

    @Override
    public AutoCloseable follow(Consumer<LampState> follower) {
        followers.add(follower);
        follower.accept(state);
        return () -> followers.remove(follower);
    }

    @Override
    public void watch(Collection<String> peers) {
        watched = List.copyOf(peers);
    }
}
