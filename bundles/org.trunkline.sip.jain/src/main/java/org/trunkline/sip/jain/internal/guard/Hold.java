package org.trunkline.sip.jain.internal.guard;

import org.trunkline.domain.border.BlockedSource.Reason;

/** What a block holds back of its source, the least first. What came by a datagram may have been sent by anybody. */
enum Hold {
    /** New requests over UDP that show no credentials. */
    NEW_DATAGRAMS,
    /** All that comes over UDP: the source answered a challenge, so it has the address. */
    DATAGRAMS,
    /** Connections too. */
    EVERYTHING;

    /** Whether it holds back whatever comes over UDP. */
    boolean allDatagrams() {
        return this != NEW_DATAGRAMS;
    }

    /** Whether it holds back connections. */
    boolean connections() {
        return this == EVERYTHING;
    }

    static Hold of(Reason reason, boolean datagram) {
        if (!datagram)
            return EVERYTHING;
        return reason == Reason.GUESSING ? DATAGRAMS : NEW_DATAGRAMS;
    }
}
