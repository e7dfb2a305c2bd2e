package org.trunkline.http.internal.listen;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who opens a connection, as limits count it: an IPv4 address, or the /64 network of an IPv6 address. */
record Source(String network) {
    private static final int PREFIX_BYTES = 8;

    static Source of(SocketAddress remote) {
        return remote instanceof InetSocketAddress known && known.getAddress() != null ? of(known.getAddress())
                : new Source(String.valueOf(remote));
    }

    private static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Source(HexFormat.of().formatHex(address instanceof Inet6Address && !address.isLoopbackAddress()
                ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes));
    }
}
