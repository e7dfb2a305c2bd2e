package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.engine.port.signaling.WireMessage;

/**
 * A message that is sent, perhaps several times.
 *
 * @param flow that it leaves by
 * @param noted whether the ladder shows it
 */
public record OutgoingMessage(Flow flow, WireMessage message, boolean noted) {
    /** The same, now. */
    public OutgoingMessage now() {
        return new OutgoingMessage(flow, new WireMessage(Instant.now(), true, message.remote(), message.transport(),
                message.callId(), message.localTag(), message.remoteTag(), message.label(), message.bytes()), noted);
    }

    /** For the ladder; empty of what belongs to no call. */
    public Optional<WireMessage> wire() {
        return noted ? Optional.of(message) : Optional.empty();
    }

    /**
     * @param lost told where that only comes out later
     * @throws IOException where it cannot be sent
     */
    public void transmit(Consumer<IOException> lost) throws IOException {
        flow.send(message.bytes(), message.remote(), lost);
    }
}
