package org.trunkline.ui.phone.internal.desk;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.Presences;

/** Presence of those whom the desk shows. <b>Threads:</b> any; followers are told on a thread of the phone. */
public record DeskPresences(DeskSeen<Map<String, Presence>> all) {
    /** Empty where nothing is known. */
    public Optional<Presence> of(String peer) {
        return Optional.ofNullable(all.state().get(peer));
    }

    /** Told at each change. The follower hands over and returns. */
    public Watch follow(Consumer<Map<String, Presence>> follower) {
        return all.follow(follower);
    }

    /** Replaces whom to watch. @param peers the first {@link Presences#MOST} are */
    public void watch(Collection<String> peers) {
        all.watch(peers);
    }
}
