package org.trunkline.engine.port.push;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends push messages (RFC 8030). <b>Threads:</b> any; never blocks.
 */
public interface PushSender {
    /** Of a node that sends none. */
    PushSender OFF = new PushSender() {
        @Override
        public Optional<String> key() {
            return Optional.empty();
        }

        @Override
        public boolean accepts(PushSubscription subscription) {
            return false;
        }

        @Override
        public void send(PushSubscription to, PushMessage message, Consumer<Outcome> told) {
            told.accept(Outcome.FAILED);
        }
    };

    /** What a push service said. */
    enum Outcome {
        ACCEPTED,
        /** The subscription does not exist any more (RFC 8030 §7.3). */
        GONE,
        /** The service cannot be reached or refused, or too many messages wait. */
        FAILED
    }

    /** The node's public key, base64url (RFC 8292 §3.2); empty while pushes are switched off. */
    Optional<String> key();

    /** Whether the node sends to this endpoint with these keys, as far as it can be said without a name server. */
    boolean accepts(PushSubscription subscription);

    /** @param told the outcome, once; any thread */
    void send(PushSubscription to, PushMessage message, Consumer<Outcome> told);
}
