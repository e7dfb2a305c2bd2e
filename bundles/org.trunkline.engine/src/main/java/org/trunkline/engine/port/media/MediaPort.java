package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where the node listens for one media line of one side: an even RTP port, RTCP on the next (RFC 3550 §11).
 *
 * @param outside address at which a NAT in front of the node has the same ports
 */
public record MediaPort(InetAddress address, int rtp, int rtcp, Optional<InetAddress> outside) {
    public MediaPort {
        requireNonNull(address);
        requireNonNull(outside);
    }

    /** Without a NAT. */
    public MediaPort(InetAddress address, int rtp, int rtcp) {
        this(address, rtp, rtcp, Optional.empty());
    }

    public MediaPort behind(Optional<InetAddress> nat) {
        return new MediaPort(address, rtp, rtcp, nat);
    }
}
