package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the node listens for one media line of one side: an even RTP port, RTCP on the next (RFC 3550 §11).
 *
 * @param outside address at which a NAT in front of the node has the same ports
 * @param tcp port of the same address to which browsers can connect for the media of any call (RFC 6544)
 */
public record MediaPort(InetAddress address, int rtp, int rtcp, Optional<InetAddress> outside, OptionalInt tcp) {
    public MediaPort {
        requireNonNull(address);
        requireNonNull(outside);
        requireNonNull(tcp);
    }

    /** Without a NAT, and without TCP. */
    public MediaPort(InetAddress address, int rtp, int rtcp) {
        this(address, rtp, rtcp, Optional.empty(), OptionalInt.empty());
    }

    public MediaPort behind(Optional<InetAddress> nat) {
        return new MediaPort(address, rtp, rtcp, nat, tcp);
    }

    public MediaPort with(OptionalInt tcpPort) {
        return new MediaPort(address, rtp, rtcp, outside, tcpPort);
    }
}
