package org.trunkline.sip.jain.internal.wire;

import org.trunkline.engine.port.signaling.WireMessage;

/** Hears of each message sent, again for each retransmission. */
@FunctionalInterface
public interface SentNotice {
    void sent(WireMessage message);
}
