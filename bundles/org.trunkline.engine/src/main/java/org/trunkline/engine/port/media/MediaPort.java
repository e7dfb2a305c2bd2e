package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/** Where the node listens for one media line of one side: an even RTP port, RTCP on the next (RFC 3550 §11). */
public record MediaPort(InetAddress address, int rtp, int rtcp) {
    public MediaPort {
        requireNonNull(address);
    }
}
