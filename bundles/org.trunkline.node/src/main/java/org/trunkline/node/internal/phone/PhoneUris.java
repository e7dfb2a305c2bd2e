package org.trunkline.node.internal.phone;

import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.engine.directory.trunk.SipUris;

/** How a server is written for phones. */
final class PhoneUris {
    private PhoneUris() {}

    static String host(String host) {
        return host.indexOf(':') < 0 ? host : '[' + host + ']';
    }

    static String hostPort(Server server) {
        return host(server.host()) + ':' + server.port();
    }

    /** {@code sip:192.0.2.10:5060;transport=udp}. */
    static String server(Server server) {
        return "sip:" + hostPort(server) + ";transport=" + server.transport().token();
    }

    /** {@code sip:anna@192.0.2.10}. */
    static String identity(String username, Server server) {
        return SipUris.of(username, server.host());
    }

    /** {@code sip:anna@192.0.2.10:5060;transport=udp}. */
    static String account(String username, Server server) {
        return identity(username, server) + ':' + server.port() + ";transport=" + server.transport().token();
    }
}
