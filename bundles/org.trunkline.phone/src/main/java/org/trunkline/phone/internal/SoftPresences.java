package org.trunkline.phone.internal;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.UserPresence;

/** Presence of others, as an account sees it. @param own told what to publish, on any thread */
record SoftPresences(Watching<Map<String, UserPresence>> all, Consumer<UserPresence> own) implements Presences {
    @Override
    public Map<String, UserPresence> state() {
        return all.state();
    }

    @Override
    public AutoCloseable follow(Consumer<Map<String, UserPresence>> follower) {
        return all.follow(follower);
    }

    @Override
    public void watch(Collection<String> peers) {
        all.watch(peers);
    }

    @Override
    public void publish(UserPresence now) {
        own.accept(now);
    }
}
