package org.trunkline.sip.jain.internal;

import org.trunkline.engine.port.WireMessage;

/** Hears of each message sent, again for each retransmission. */
@FunctionalInterface
interface SentNotice {
    void sent(WireMessage message);
}
