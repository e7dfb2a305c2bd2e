package org.trunkline.media.rtp.internal.ice;

import java.net.InetSocketAddress;

/**
 * A way from the node to a candidate of the other side. Two paths over UDP are equal if their addresses are; a TCP connection
 * is equal to itself alone.
 */
public interface IcePath {
    /** Where the other side's packets come from. */
    InetSocketAddress address();

    /** A path over the UDP socket of the side. */
    record Udp(InetSocketAddress address) implements IcePath {}
}
