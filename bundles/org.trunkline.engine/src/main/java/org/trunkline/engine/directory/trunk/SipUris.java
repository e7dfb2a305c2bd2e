package org.trunkline.engine.directory.trunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;

/** Writes SIP URIs (RFC 3261 §19.1). */
public final class SipUris {
    private static final int DEFAULT_PORT = 5060;

    private SipUris() {}

    /** Where requests to a trunk go: {@code sip:host:port;transport=tcp}, defaults left out. */
    public static String of(Trunk trunk) {
        if (trunk.peer().port() == 0)
            return "sip:" + trunk.peer().host(); // the name says the rest
        return "sip:" + host(trunk.peer().host()) + (trunk.peer().port() == DEFAULT_PORT ? "" : ":" + trunk.peer().port())
                + (trunk.peer().transport() == Transport.UDP ? "" : ";transport=" + trunk.peer().transport().token());
    }

    /** An AOR at a host; no port, as registrars expect. */
    public static String of(String user, String host) {
        return "sip:" + escape(user) + "@" + host(host);
    }

    /** A name, or an address as a URI has it: IPv6 in brackets. */
    public static String host(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Percent-escapes what a user part may not hold (RFC 3261 §25.1). */
    private static String escape(String user) {
        var out = new StringBuilder(user.length());
        for (byte octet : user.getBytes(UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0))
                out.append(c);
            else
                out.append('%').append("%02X".formatted((int) c));
        }
        return out.toString();
    }
}
