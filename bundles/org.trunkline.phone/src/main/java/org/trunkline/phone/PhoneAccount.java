package org.trunkline.phone;

import java.net.URI;

import org.trunkline.domain.config.Transport;

/**
 * A SIP account.
 *
 * @param id of its own, stays
 * @param server {@code ws://host:port/path} or {@code wss://…} (RFC 7118); or {@code udp://host:port}, {@code tcp://…}, {@code tls://…}, where the
 *        port may be left out (RFC 3263)
 * @param domain of the address of record
 * @param user name, which is the user of the address of record too
 * @param password never shown nor logged
 */
public record PhoneAccount(String id, URI server, String domain, String user, String displayName, String password) {
    /** Whether the server may be a node, which phones of a desk reach over WebSocket; others know nothing of a node's subscribers. */
    public boolean isAtNode() {
        return Transport.of(server.getScheme()).isWebSocket();
    }

    @Override
    public String toString() {
        return id + " " + user + '@' + domain + " over " + server;
    }
}
