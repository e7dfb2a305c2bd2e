package org.trunkline.engine.port.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.engine.port.config.StoreException;

/**
 * Keeps text messages until their recipients can take them. The content is encrypted where it is stored.
 *
 * <p><b>Threads:</b> any; each call is one transaction and blocks on the disk.
 */
public interface MessageStore {
    /** Of a node that stores no messages: it has room for none. */
    MessageStore NONE = new MessageStore() {
        @Override
        public boolean keep(Envelope envelope, byte[] content, Room room) {
            return false;
        }

        @Override
        public Optional<Stored> next(String recipient) {
            return Optional.empty();
        }

        @Override
        public boolean remove(long number) {
            return false;
        }

        @Override
        public Map<String, Integer> counts() {
            return Map.of();
        }

        @Override
        public List<Listed> list(Optional<String> recipient, long after, int limit) {
            return List.of();
        }

        @Override
        public long expire(Instant before, Instant now) {
            return 0;
        }

        @Override
        public long erase(Set<String> names) {
            return 0;
        }
    };

    /**
     * What is known of a message without its text.
     *
     * @param recipient username
     * @param sender username or number, as the recipient sees it
     * @param id the same each time the same message is received, up to 64 characters
     * @param at when the node received it
     * @param until when it expires by its own Expires header
     * @param size bytes of its body
     */
    record Envelope(String recipient, String sender, String id, Instant at, Optional<Instant> until, int size) {
        public Envelope {
            requireNonNull(recipient);
            requireNonNull(sender);
            requireNonNull(id);
            requireNonNull(at);
            requireNonNull(until);
        }
    }

    /** @param number in the store @param content not copied: never change it */
    record Stored(long number, Envelope envelope, byte[] content) {
        /** Tells no content. */
        @Override
        public String toString() {
            return "Stored[" + number + "]";
        }
    }

    /** @param number in the store, above 0 */
    record Listed(long number, Envelope envelope) {}

    /** @param recipient messages of one recipient @param all messages of all recipients */
    record Room(int recipient, int all) {
        public static final Room DEFAULT = new Room(500, 100_000);
    }

    /**
     * Stores a message; it outlives the process when this returns. One that is stored already is not stored again.
     *
     * @return false if there is no room
     */
    boolean keep(Envelope envelope, byte[] content, Room room) throws StoreException;

    /** The message of a recipient that was received first. What cannot be decrypted is reported and deleted. */
    Optional<Stored> next(String recipient) throws StoreException;

    /** @return false if it does not exist */
    boolean remove(long number) throws StoreException;

    /** Messages by recipient. */
    Map<String, Integer> counts() throws StoreException;

    /** By number. @param recipient empty for all @param after the last number of the page before, or 0 @param limit 1 to 1000 */
    List<Listed> list(Optional<String> recipient, long after, int limit) throws StoreException;

    /** Deletes messages received before one time, and those that expired before another. @return how many */
    long expire(Instant before, Instant now) throws StoreException;

    /** Deletes messages from and to a person. @param names usernames and numbers @return how many */
    long erase(Set<String> names) throws StoreException;
}
