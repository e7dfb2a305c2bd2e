package org.trunkline.phone.presence;

import java.util.Collection;
import java.util.function.Consumer;

/**
 * Calls of others, by subscription to their dialogs (RFC 4235) with the first registered account: those that its server lets this
 * account pick up. <b>Threads:</b> any; nothing here waits.
 */
public interface Lamps {
    /** At how many others calls are known at once. */
    int MOST = 100;

    LampState state();

    /** Told at once and at each change, in order, on a thread of the phone: hand over and return. @return ends it */
    AutoCloseable follow(Consumer<LampState> follower);

    /** Replaces whom to watch. @param peers numbers, user names or addresses; those beyond {@link #MOST} are left out */
    void watch(Collection<String> peers);
}
