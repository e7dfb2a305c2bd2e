package org.trunkline.api.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.trunkline.api.NodeUnavailableException;

/** Sends text messages of the node to subscribers: a service for parts of the node, never of the admin API. <b>Threads:</b> any but the UI thread. */
public interface SubscriberMessages {
    /**
     * Delivers a message to the phones of a subscriber, or stores it until one registers. Returns before it is delivered.
     *
     * @return false if there is no such subscriber, or it is disabled
     */
    boolean send(Draft message) throws NodeUnavailableException;

    /**
     * @param subscriber username
     * @param from the number or name that it comes from, which an answer or a call back goes to
     * @param fromName shown with it; empty for none
     * @param until not delivered later
     */
    record Draft(String subscriber, String from, String fromName, String text, Instant until) {
        /** @throws IllegalArgumentException where the sender is not one line */
        public Draft {
            requireNonNull(subscriber);
            if (from.isBlank() || from.chars().anyMatch(Character::isISOControl) || fromName.chars().anyMatch(Character::isISOControl))
                throw new IllegalArgumentException("from");
            requireNonNull(text);
            requireNonNull(until);
        }

        /** Tells no text. */
        @Override
        public String toString() {
            return "Draft[" + subscriber + "]";
        }
    }
}
