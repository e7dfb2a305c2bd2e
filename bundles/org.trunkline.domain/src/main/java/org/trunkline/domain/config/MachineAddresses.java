package org.trunkline.domain.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;

/** Addresses of this machine that a node can listen on. */
public final class MachineAddresses {
    private MachineAddresses() {}

    /** Of the interfaces that are up, without link-local ones: those that other machines reach first, IPv4 before IPv6. */
    public static List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces().filter(MachineAddresses::isUp).flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress()).sorted(Comparator.comparing(InetAddress::isLoopbackAddress)
                            .thenComparing(Inet6Address.class::isInstance)).distinct().toList();
        } catch (SocketException e) {
            return List.of(); // no network
        }
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException e) {
            return false; // gone
        }
    }
}
