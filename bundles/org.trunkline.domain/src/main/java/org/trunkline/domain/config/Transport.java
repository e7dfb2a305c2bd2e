package org.trunkline.domain.config;

import java.util.Locale;

/** SIP transports (RFC 3261 §18). */
public enum Transport {
    UDP, TCP;

    /** As in a URI parameter: {@code udp}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
