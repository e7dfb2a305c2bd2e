package org.trunkline.ui.phone.internal.desk;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.phone.presence.Presences;
import org.trunkline.phone.presence.UserPresence;

/** Presence of those whom the desk shows. <b>Threads:</b> any; followers are told on a thread of the phone. */
public record DeskPresences(DeskSeen<Map<String, UserPresence>> all) {
    /** Empty where nothing is known. */
    public Optional<UserPresence> of(String peer) {
        return Optional.ofNullable(all.state().get(peer));
    }

    /** Told at each change. The follower hands over and returns. */
    public Watch follow(Consumer<Map<String, UserPresence>> follower) {
        return all.follow(follower);
    }

    /** Replaces whom a part of the desk shows. @param part its name @param peers of all parts, the first {@link Presences#MOST} are watched */
    public void watch(String part, Collection<String> peers) {
        all.watch(part, peers);
    }
}
