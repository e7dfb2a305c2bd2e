package org.trunkline.engine.port.signaling;

import java.util.Optional;

/** A message that was sent and may have to be sent again, unchanged. */
@FunctionalInterface
public interface Transmission {
    /** Sends the same bytes again. <b>Threads:</b> any. */
    void again();

    /** As it was sent; empty where that failed. */
    default Optional<WireMessage> wire() {
        return Optional.empty();
    }
}
