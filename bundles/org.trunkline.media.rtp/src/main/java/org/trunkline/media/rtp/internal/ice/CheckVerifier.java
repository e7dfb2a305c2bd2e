package org.trunkline.media.rtp.internal.ice;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.trunkline.engine.port.media.DtlsSrtp.Ice;

/**
 * Recognises the connectivity checks of one agent without answering them, so that a TCP connection can be given to the side
 * that it belongs to (RFC 6544 §7.2). Used by one thread at a time.
 */
public final class CheckVerifier {
    private final String username;
    private final StunKey key;

    /** @param local the node's credentials @param remote the other side's */
    public CheckVerifier(Ice local, Ice remote) {
        username = local.user() + ':' + remote.user();
        key = new StunKey(local.password());
    }

    /** What checks for it have in USERNAME. */
    public String username() {
        return username;
    }

    /** The USERNAME of a well-formed binding request, from 0 to the limit of the buffer; empty for anything else. */
    public static Optional<String> usernameOf(ByteBuffer packet) {
        return Optional.ofNullable(StunRequest.read(packet)).map(StunRequest::username);
    }

    /** Whether that is a request with this username, signed with the node's password. */
    public boolean isGenuine(ByteBuffer packet) {
        var request = StunRequest.read(packet);
        return request != null && request.username().equals(username) && key.isGenuine(request);
    }
}
