package org.trunkline.phone.presence;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Presence of those whom somebody here wants to see, by subscription (RFC 3856) with the first registered account, and that of the user here,
 * published by each account (RFC 3903). <b>Threads:</b> any; nothing here waits.
 */
public interface Presences {
    /** Whose presence is known at once. */
    int MOST = 100;

    /** By number, user name or address as watched; without those that are not known. */
    Map<String, UserPresence> state();

    /** Told at once and at each change, in order, on a thread of the phone: hand over and return. @return ends it */
    AutoCloseable follow(Consumer<Map<String, UserPresence>> follower);

    /** Replaces whom to watch. @param peers numbers, user names or addresses; those beyond {@link #MOST} are left out */
    void watch(Collection<String> peers);

    /**
     * Publishes the presence of the user here, until the phone is closed. Do not disturb and calls of the phone take its place while they last,
     * unless the user is to look offline. Before this is called, nothing is published.
     */
    void publish(UserPresence own);
}
