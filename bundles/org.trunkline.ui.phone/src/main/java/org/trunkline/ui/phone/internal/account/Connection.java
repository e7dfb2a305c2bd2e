package org.trunkline.ui.phone.internal.account;

import java.net.URI;
import java.util.Locale;

/** How an account reaches its server, and what its field <i>Server</i> then holds. */
enum Connection {
    /** The whole address of the WebSocket. */
    WEB_SOCKET,
    /** A host, perhaps with port, perhaps with the fingerprint of a certificate after #. */
    TLS,
    /** A host, perhaps with port. */
    TCP, UDP;

    static Connection of(URI server) {
        for (var each : values())
            if (each.name().equalsIgnoreCase(server.getScheme()))
                return each;
        return WEB_SOCKET;
    }

    /** What is typed as the address of accounts. @throws IllegalArgumentException if it is none */
    URI uri(String typed) {
        var text = typed.strip();
        return URI.create(this == WEB_SOCKET ? text : scheme() + "://" + text);
    }

    /** The opposite. */
    String text(URI server) {
        return this == WEB_SOCKET ? server.toString() : server.toString().substring(scheme().length() + 3);
    }

    private String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** End of the keys of its texts. */
    String key() {
        return this == WEB_SOCKET ? "ws" : scheme();
    }
}
