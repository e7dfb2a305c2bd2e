package org.trunkline.ui.calls.internal.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void aLoopbackListenerReachesThisComputerOnly() {
        assertTrue(ListenAddress.ownComputerOnly(List.of("udp 127.0.0.1:5060", "tcp [::1]:5060")));
        assertFalse(ListenAddress.ownComputerOnly(List.of("udp 127.0.0.1:5060", "udp 192.0.2.10:5060")));
        assertFalse(ListenAddress.ownComputerOnly(List.of("udp 0.0.0.0:5060")));
        assertFalse(ListenAddress.ownComputerOnly(List.of()), "nothing listens: the alarms say why");
    }

    @Test
    void whatIsOfferedIsAnAddressOfThisComputer() throws Exception {
        for (String offered : ListenAddress.ofThisComputer()) {
            var address = InetAddress.ofLiteral(offered);
            assertFalse(address.isLoopbackAddress() || address.isLinkLocalAddress(), offered);
            assertTrue(NetworkInterface.getByInetAddress(address) != null, offered);
        }
        assertEquals(ListenAddress.ofThisComputer().stream().distinct().toList(), ListenAddress.ofThisComputer());
    }
}
