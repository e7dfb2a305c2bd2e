package org.trunkline.ui.phone.internal.desk;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.phone.presence.Lamps;
import org.trunkline.phone.presence.RingingCall;

/** Calls that ring at colleagues. <b>Threads:</b> any; followers are told on a thread of the phone. */
public record DeskLamps(DeskSeen<List<RingingCall>> all) {
    /** Those that can be picked up now. */
    public List<RingingCall> ringing() {
        return all.state();
    }

    /** Told at each change. The follower hands over and returns. */
    public Watch follow(Consumer<List<RingingCall>> follower) {
        return all.follow(follower);
    }

    /** Replaces the colleagues. @param peers the first {@link Lamps#MOST} are watched */
    public void watch(Collection<String> peers) {
        all.watch(peers);
    }
}
