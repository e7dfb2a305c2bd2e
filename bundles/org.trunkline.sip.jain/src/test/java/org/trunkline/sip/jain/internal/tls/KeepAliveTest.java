package org.trunkline.sip.jain.internal.tls;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

class KeepAliveTest {
    @Test
    void aPeerThatIsGoneWithoutAWordIsFoundInTwoMinutes() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, loopback);
                var socket = PlainNetwork.connect((InetSocketAddress) listening.getLocalSocketAddress(), loopback)) {
            assertTrue(socket.getKeepAlive());
            if (socket.supportedOptions().contains(TCP_KEEPIDLE))
                assertEquals(120, socket.getOption(TCP_KEEPIDLE)
                        + socket.getOption(TCP_KEEPINTERVAL) * socket.getOption(TCP_KEEPCOUNT));
        }
    }
}
