package org.trunkline.engine.port.signaling;

/** A message that was sent and may have to be sent again, unchanged. */
@FunctionalInterface
public interface Transmission {
    /** Sends the same bytes again. <b>Threads:</b> any. */
    void again();
}
