package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.media.rtp.internal.Loopback;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.meter.Rtp;

@Timeout(120)
class NioSocketTest {
    /** What Java would throw away on connecting is of the call, and strangers' packets are not. */
    @Test
    void connectingLosesNothingAndThenLetsOnePeerIn() throws Exception {
        var local = InetAddress.ofLiteral(Loopback.RELAY);
        int port = Loopback.ports(1);
        try (var socket = new NioSockets().open(local, port); var peer = new Peer(); var stranger = new Peer()) {
            peer.talksTo(new MediaPort(local, port, port + 1));
            stranger.talksTo(new MediaPort(local, port, port + 1));
            peer.send(Rtp.voice(1, 1));
            stranger.send(Rtp.voice(2, 2));
            peer.send(Rtp.voice(3, 1));
            socket.connect((InetSocketAddress) peer.rtp.getLocalSocketAddress());
            stranger.send(Rtp.voice(4, 2));
            peer.send(Rtp.voice(5, 1));

            var packets = new Packets();
            var got = new ArrayList<byte[]>();
            Relay.await(() -> { // loopback need not deliver at once
                int found = socket.read(packets, 0);
                for (int i = 0; i < found; i++)
                    got.add(content(packets, i));
                return got.size() >= 3;
            });
            assertEquals(3, got.size());
            assertArrayEquals(Rtp.voice(1, 1), got.get(0));
            assertArrayEquals(Rtp.voice(3, 1), got.get(1));
            assertArrayEquals(Rtp.voice(5, 1), got.get(2));

            socket.disconnect();
            stranger.send(Rtp.voice(6, 2));
            while (!stranger.rtp.getLocalSocketAddress().equals(socket.receive(packets.spare())))
                Thread.onSpinWait();
        }
    }

    private static byte[] content(Packets packets, int slot) {
        byte[] got = new byte[packets.get(slot).remaining()];
        packets.get(slot).get(got);
        return got;
    }
}
