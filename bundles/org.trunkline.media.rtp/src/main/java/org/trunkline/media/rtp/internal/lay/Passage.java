package org.trunkline.media.rtp.internal.lay;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/** What is done with the packets of one side of a call on their way to the other. <b>Threads:</b> the relay loop of the call. */
public interface Passage {
    /** A packet of the side as it came, position 0. @param encoding empty where nobody said what it is @param nanos when it came */
    void said(ByteBuffer packet, Optional<Encoding> encoding, long nanos);

    /** Sends a packet to the other side, changed or not. @param encoding as the other side reads it */
    void send(ByteBuffer packet, Optional<Encoding> encoding, long nanos);

    /** Packets are sent as they are from now on. */
    void end();
}
