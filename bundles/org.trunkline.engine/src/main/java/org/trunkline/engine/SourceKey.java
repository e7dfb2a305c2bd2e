package org.trunkline.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.trunkline.domain.config.AddressBlock;

/** The source that an address belongs to: an IPv6 address counts as its /64 network. */
public record SourceKey(InetAddress address) {
    private static final int IPV6_NETWORK_BYTES = 8;

    public static SourceKey of(InetAddress address) {
        return new SourceKey(isNetwork(address) ? network(address.getAddress()) : address);
    }

    private static boolean isNetwork(InetAddress address) {
        return address instanceof Inet6Address && !address.isLoopbackAddress() && !address.isLinkLocalAddress();
    }

    private static InetAddress network(byte[] bytes) {
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // sixteen bytes are an address
        }
    }

    /** For people. */
    public String name() {
        String text = AddressBlock.text(address);
        return isNetwork(address) ? text + "/64" : text;
    }
}
