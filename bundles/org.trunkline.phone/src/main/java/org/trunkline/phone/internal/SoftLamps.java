package org.trunkline.phone.internal;

import java.util.Collection;
import java.util.function.Consumer;

import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.Lamps;

/** Calls that ring at others, as an account sees them. */
record SoftLamps(Watching<LampState> all) implements Lamps {
    @Override
    public LampState state() {
        return all.state();
    }

    @Override
    public AutoCloseable follow(Consumer<LampState> follower) {
        return all.follow(follower);
    }

    @Override
    public void watch(Collection<String> peers) {
        all.watch(peers);
    }
}
