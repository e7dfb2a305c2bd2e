package org.trunkline.engine.port.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore.Listed;

/** Text messages as administration sees them: never their text. <b>Threads:</b> any; all but {@link #figures} block on the disk. */
public interface WaitingMessages {
    /**
     * Since start.
     *
     * @param delivered to phones and trunks, stored ones included
     * @param stored because the recipient was away
     * @param refused with an error
     * @param waiting now
     */
    record Figures(long delivered, long stored, long refused, long waiting) {
        public static final Figures NONE = new Figures(0, 0, 0, 0);
    }

    Figures figures();

    /** By number. @param recipient empty for all @param after the last number of the page before, or 0 @param limit 1 to 1000 */
    List<Listed> list(Optional<String> recipient, long after, int limit) throws StoreException;

    /** @param recipient empty for all */
    long count(Optional<String> recipient) throws StoreException;

    /** @return false if it does not exist */
    boolean delete(long number) throws StoreException;

    /** Deletes messages received before then, and expired ones. @return how many */
    long expire(Instant before) throws StoreException;

    /** The messages of a recipient were moved to another name in the store, as a subscriber was renamed. */
    void renamed(String from, String to);

    /** Deletes messages from and to a person. @param names usernames and numbers @return how many */
    long erase(Set<String> names) throws StoreException;
}
