package org.trunkline.phone.presence;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls that ring at others, by subscription to their dialogs (RFC 4235) with the first registered account: those that its server lets this
 * account pick up. <b>Threads:</b> any; nothing here waits.
 */
public interface Lamps {
    /** At how many others calls are known at once. */
    int MOST = 100;

    /** In the order watched, of each the first that rang first. */
    List<RingingCall> state();

    /** Told at once and at each change, in order, on a thread of the phone: hand over and return. @return ends it */
    AutoCloseable follow(Consumer<List<RingingCall>> follower);

    /** Replaces whom to watch. @param peers numbers, user names or addresses; those beyond {@link #MOST} are left out */
    void watch(Collection<String> peers);
}
