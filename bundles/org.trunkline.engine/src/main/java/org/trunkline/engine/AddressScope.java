package org.trunkline.engine;

import java.net.Inet4Address;
import java.net.InetAddress;

/** From where an address can be reached, by what it says of itself; in this order. */
public enum AddressScope {
    /** Loopback. */
    MACHINE,
    /** RFC 1918, RFC 3927, RFC 4193, RFC 6598: in each network somebody else has it. */
    NETWORK,
    WORLD;

    private static final int SHARED_FIRST = 100;
    private static final int SHARED_SECOND = 64;

    public static AddressScope of(InetAddress address) {
        if (address.isLoopbackAddress())
            return MACHINE;
        boolean local = address.isSiteLocalAddress() || address.isLinkLocalAddress() || isUniqueLocal(address.getAddress())
                || address instanceof Inet4Address && isShared(address.getAddress());
        return local ? NETWORK : WORLD;
    }

    /** fc00::/7 */
    private static boolean isUniqueLocal(byte[] bytes) {
        return bytes.length > 4 && (bytes[0] & 0xfe) == 0xfc;
    }

    /** 100.64.0.0/10 */
    private static boolean isShared(byte[] bytes) {
        return bytes[0] == SHARED_FIRST && (bytes[1] & 0xc0) == SHARED_SECOND;
    }

    /**
     * Whether a peer that is trusted, and seen at one address, may be believed that it is at another: a private one of
     * somebody from elsewhere is not the one that the node would reach there.
     */
    public static boolean follows(InetAddress seen, InetAddress named) {
        return !named.isMulticastAddress() && !named.isAnyLocalAddress() && of(named).compareTo(of(seen)) >= 0;
    }
}
