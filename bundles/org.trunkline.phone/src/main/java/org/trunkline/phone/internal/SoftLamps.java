package org.trunkline.phone.internal;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.RingingCall;

/** Calls that ring at others, as an account sees them. */
record SoftLamps(Watching<List<RingingCall>> all) implements Lamps {
    @Override
    public List<RingingCall> state() {
        return all.state();
    }

    @Override
    public AutoCloseable follow(Consumer<List<RingingCall>> follower) {
        return all.follow(follower);
    }

    @Override
    public void watch(Collection<String> peers) {
        all.watch(peers);
    }
}
