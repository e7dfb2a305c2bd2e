package org.trunkline.ui.phone.internal.desk;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.RingingCall;

/** Calls of colleagues. <b>Threads:</b> any; followers are told on a thread of the phone. */
public record DeskLamps(DeskSeen<LampState> all) {
    /** Those that can be picked up now. */
    public List<RingingCall> ringing() {
        return all.state().ringing();
    }

    /** The first that can be picked up at a colleague. */
    public Optional<RingingCall> ringingAt(String peer) {
        return ringing().stream().filter(call -> call.peer().equals(peer)).findFirst();
    }

    /** Since when a colleague is in a call; empty where there is none, or nothing is known. */
    public Optional<Instant> talkingSince(String peer) {
        return Optional.ofNullable(all.state().talking().get(peer));
    }

    /** Told at each change. The follower hands over and returns. */
    public Watch follow(Consumer<LampState> follower) {
        return all.follow(follower);
    }

    /** Replaces the colleagues. @param peers the first {@link Lamps#MOST} are watched */
    public void watch(Collection<String> peers) {
        all.watch("colleagues", peers);
    }
}
