package org.trunkline.engine.port.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Text messages that the node itself sends to subscribers. <b>Threads:</b> any; returns at once. */
public interface NodeMessages {
    /** Delivers a message to the phones of a subscriber, or stores it until one registers. What fails is logged. */
    void send(NodeMessage message);

    /**
     * @param subscriber who gets it; it must exist
     * @param from the number that it comes from, which an answer goes to
     * @param fromName shown with that number
     * @param until not delivered later
     */
    record NodeMessage(String subscriber, String from, String fromName, String text, Instant until) {
        public NodeMessage {
            requireNonNull(subscriber);
            requireNonNull(from);
            requireNonNull(fromName);
            requireNonNull(text);
            requireNonNull(until);
        }

        /** Tells no text. */
        @Override
        public String toString() {
            return "NodeMessage[" + subscriber + "]";
        }
    }
}
