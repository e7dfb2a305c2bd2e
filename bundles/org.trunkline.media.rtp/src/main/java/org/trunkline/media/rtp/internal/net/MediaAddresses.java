package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.engine.port.media.MediaUnavailableException;

/** Picks the address of this machine at which a peer is to send its media. */
public record MediaAddresses(List<InetAddress> configured, List<InetAddress> outside) {
    private static final int ANY_PORT = 9;

    public MediaAddresses {
        configured = List.copyOf(configured);
        outside = List.copyOf(outside);
    }

    /**
     * @param bound addresses, separated by commas; {@code 0.0.0.0} or {@code ::} for all there are
     * @param outside those that a NAT in front of the node has for it, likewise; may be empty
     * @throws IllegalArgumentException if one is no address
     */
    public static MediaAddresses of(String bound, String outside) {
        return new MediaAddresses(addresses("bindAddress", bound, "; 0.0.0.0 means all addresses of this machine"),
                outside.isBlank() ? List.of() : addresses("publicAddress", outside, ""));
    }

    private static List<InetAddress> addresses(String name, String text, String hint) {
        var addresses = new ArrayList<InetAddress>();
        for (String part : text.split(",")) {
            try {
                addresses.add(InetAddress.ofLiteral(part.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " \"" + part.strip() + "\" is not an IP address" + hint, e);
            }
        }
        return addresses;
    }

    /** The address that a NAT has for one of this machine's; none for loopback. */
    public Optional<InetAddress> outside(InetAddress local) {
        return local.isLoopbackAddress() ? Optional.empty()
                : outside.stream().filter(address -> isIpv6(address) == isIpv6(local) && !address.equals(local)).findFirst();
    }

    /** @throws IllegalArgumentException if one is not this machine's */
    public void probe() {
        for (var address : configured) {
            try {
                new DatagramSocket(new InetSocketAddress(address, 0)).close();
            } catch (SocketException e) {
                throw new IllegalArgumentException("media cannot listen on " + address.getHostAddress() + ": "
                        + e.getMessage() + "; choose an address of this machine, or 0.0.0.0 for all", e);
            }
        }
    }

    /** Whether one of them is of the peer's family, or stands for all. */
    public boolean reaches(InetAddress peer) {
        return configured.stream().anyMatch(address -> address.isAnyLocalAddress() || isIpv6(address) == isIpv6(peer));
    }

    public InetAddress towards(InetAddress peer) throws MediaUnavailableException {
        for (var address : configured)
            if (!address.isAnyLocalAddress() && isIpv6(address) == isIpv6(peer))
                return address;
        for (var address : configured)
            if (address.isAnyLocalAddress())
                return routed(peer);
        throw new MediaUnavailableException("media is bound to " + configured.stream().map(InetAddress::getHostAddress).toList()
                + ", from which " + peer.getHostAddress() + " cannot be reached: the address family differs");
    }

    /** The kernel knows its routes; connecting a datagram socket asks it and sends nothing. */
    private static InetAddress routed(InetAddress peer) throws MediaUnavailableException {
        var family = isIpv6(peer) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        try (var probe = DatagramChannel.open(family)) {
            probe.connect(new InetSocketAddress(peer, ANY_PORT));
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
        } catch (IOException e) {
            throw new MediaUnavailableException("no route to " + peer.getHostAddress() + ": " + e.getMessage(), e);
        }
    }

    public static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
