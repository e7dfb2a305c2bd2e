package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.media.rtp.internal.Loopback;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.meter.Rtp;

class LinuxSocketTest {
    /** Packets come while a socket is being connected: they belong to the call, unless they are of strangers. */
    @Test
    void connectingLosesNothingAndThenLetsOnePeerIn() throws Exception {
        assumeTrue(LinuxSockets.isHere());
        var local = InetAddress.ofLiteral(Loopback.RELAY);
        int port = Loopback.ports(1);
        try (var arena = Arena.ofConfined(); var socket = new LinuxSockets(false).open(local, port);
                var peer = new Peer(); var stranger = new Peer()) {
            var packets = new Packets(arena.allocate(Packets.SIZE));
            ((LinuxSocket) socket).servedWith(SocketMemory.allocate(arena, packets));
            peer.talksTo(new MediaPort(local, port, port + 1));
            stranger.talksTo(new MediaPort(local, port, port + 1));
            var known = (InetSocketAddress) peer.rtp.getLocalSocketAddress();
            peer.send(Rtp.voice(1, 1));
            stranger.send(Rtp.voice(2, 2));
            peer.send(Rtp.voice(3, 1));
            socket.connect(known);
            stranger.send(Rtp.voice(4, 2));
            peer.send(Rtp.voice(5, 1));

            var buffer = packets.spare();
            for (int sequence : new int[] {1, 2, 3, 5}) {
                var from = socket.receive(buffer);
                byte[] got = new byte[buffer.remaining()];
                buffer.get(got);
                assertArrayEquals(Rtp.voice(sequence, sequence == 2 ? 2 : 1), got);
                if (sequence == 2)
                    assertNotEquals(known, from, "it tells who sent it");
                else
                    assertEquals(known, from);
            }
            assertNull(socket.receive(buffer));
        }
    }
}
