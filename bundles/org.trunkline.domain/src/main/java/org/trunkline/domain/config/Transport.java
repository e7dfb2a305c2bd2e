package org.trunkline.domain.config;

import java.util.Locale;

/** SIP transports (RFC 3261 §18, §26.2). */
public enum Transport {
    UDP, TCP, TLS;

    /** By its token, in any case; UDP where it is none of the others. */
    public static Transport of(String token) {
        return token.equalsIgnoreCase("tls") ? TLS : token.equalsIgnoreCase("tcp") ? TCP : UDP;
    }

    /** As in a URI parameter: {@code udp}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
