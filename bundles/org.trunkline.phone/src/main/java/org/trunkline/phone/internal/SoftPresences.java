package org.trunkline.phone.internal;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.Presences;

/** Presence of others, as an account sees it. */
record SoftPresences(Watching<Map<String, Presence>> all) implements Presences {
    @Override
    public Map<String, Presence> state() {
        return all.state();
    }

    @Override
    public AutoCloseable follow(Consumer<Map<String, Presence>> follower) {
        return all.follow(follower);
    }

    @Override
    public void watch(Collection<String> peers) {
        all.watch(peers);
    }
}
