package org.trunkline.domain.config;

import java.util.List;
import java.util.Locale;

/** SIP transports (RFC 3261 §18, §26.2; WebSocket and secure WebSocket: RFC 7118). */
public enum Transport {
    UDP, TCP, TLS, WS, WSS;

    /** Those by which a trunk is called; WebSockets are opened by phones. */
    public static final List<Transport> OF_TRUNKS = List.of(UDP, TCP, TLS);

    /** By its token, in any case; UDP where it is none of the others. */
    public static Transport of(String token) {
        for (var each : values())
            if (each.name().equalsIgnoreCase(token))
                return each;
        return UDP;
    }

    /** {@code udp}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in a URI parameter: both kinds of WebSocket are {@code ws} (RFC 7118 §5.4). */
    public String parameter() {
        return this == WSS ? WS.token() : token();
    }

    /** Nobody on the way reads it. */
    public boolean encrypted() {
        return this == TLS || this == WSS;
    }

    /** As phones in browsers have it. The phone opens it, and nobody else: there is no other way back to it. */
    public boolean isWebSocket() {
        return this == WS || this == WSS;
    }
}
