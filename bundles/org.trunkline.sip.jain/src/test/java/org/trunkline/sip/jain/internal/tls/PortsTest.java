package org.trunkline.sip.jain.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Transport;

/** Ports that are chosen, where any free one was asked for. */
class PortsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** TLS was given the port of UDP and TCP, where chance chose it again before these were open. */
    @Test
    void noTransportIsGivenThePortOfAnotherThatIsNotOpenYet() throws Exception {
        var free = new LinkedHashSet<Integer>();
        while (free.size() < 3)
            free.add(free());
        var each = List.copyOf(free);
        int first = each.get(0);
        int second = each.get(1);
        int third = each.get(2);
        var chance = List.of(first, first, second, second, first, third).iterator();
        var ports = new Ports(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1), chance::next);
        assertEquals(first, ports.plain());
        ports.addTls();
        assertEquals(second, ports.of(Transport.TLS));
        ports.web(Transport.WSS, Optional.of(0));
        assertEquals(third, ports.of(Transport.WSS));
    }

    private static int free() throws Exception {
        while (true)
            try (var stream = new ServerSocket(0, 1, LOOPBACK); var datagrams = new DatagramSocket(null)) {
                datagrams.bind(stream.getLocalSocketAddress());
                return stream.getLocalPort();
            } catch (BindException e) { // another program has it for datagrams: the next one
                continue;
            }
    }
}
