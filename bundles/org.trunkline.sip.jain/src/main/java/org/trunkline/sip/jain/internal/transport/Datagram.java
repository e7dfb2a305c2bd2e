package org.trunkline.sip.jain.internal.transport;

import java.time.Instant;

import org.trunkline.engine.port.signaling.WireMessage;

/**
 * A message that goes out, perhaps again and again.
 *
 * @param port the socket that it leaves from
 * @param noted whether the ladder shall see it
 */
public record Datagram(DirectUdp.Processor port, WireMessage message, boolean noted) {
    /** The same, now. */
    public WireMessage now() {
        return new WireMessage(Instant.now(), true, message.remote(), message.transport(), message.callId(),
                message.localTag(), message.remoteTag(), message.label(), message.bytes());
    }
}
