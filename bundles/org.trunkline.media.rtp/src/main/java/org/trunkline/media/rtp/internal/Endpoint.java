package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One of a side's sockets. Touched by its relay loop only.
 *
 * <p>Once latched an RTP socket is connected: the kernel then drops strangers' packets unseen, and passing packets on
 * is cheaper. Before, and while the source is silent, it is not, so that the latch hears of others.
 */
final class Endpoint {
    /** So many packets may wait while a socket is connected to their sender; there is seldom more than one. */
    private static final int MAX_DRAIN = 64;

    private final Side side;
    private final DatagramChannel channel;
    private final boolean rtcp;
    private final Latch latch = new Latch();
    private @Nullable InetSocketAddress signalled;
    private boolean connected;

    Endpoint(Side side, DatagramChannel channel, boolean rtcp) {
        this.side = side;
        this.channel = channel;
        this.rtcp = rtcp;
    }

    /** @param target where the side wants packets, null where none can be sent */
    void arm(Set<InetAddress> allowed, InetSocketAddress address, @Nullable InetSocketAddress target, long nanos) {
        disconnect();
        latch.arm(allowed, address, nanos);
        signalled = target;
    }

    @Nullable InetSocketAddress source() {
        return latch.source();
    }

    void readable(ByteBuffer buffer) {
        try {
            if (connected) {
                buffer.clear();
                if (channel.read(buffer) > 0)
                    side.received(buffer.flip(), rtcp);
            } else {
                receive(buffer);
            }
        } catch (PortUnreachableException e) {
            side.drops().unreachable++; // what was sent before found nobody
        } catch (IOException e) {
            side.drops().failed++;
        }
    }

    /** Connecting throws away what waits in the socket: it is taken out first, and passed on after. */
    private void receive(ByteBuffer buffer) throws IOException {
        var waiting = new ArrayList<ByteBuffer>();
        for (int i = 0; i < MAX_DRAIN; i++) {
            buffer.clear();
            var from = (InetSocketAddress) channel.receive(buffer);
            if (from == null)
                break;
            buffer.flip();
            if (!side.isValid(buffer, rtcp))
                side.drops().invalid++;
            else if (latch.accepts(from, side.now()))
                waiting.add(ByteBuffer.allocate(buffer.limit()).put(buffer).flip());
            else
                side.drops().refused++;
        }
        var source = latch.source();
        if (!rtcp && source != null && !latch.isStale(side.now())) {
            channel.connect(source);
            connected = true;
        }
        for (var packet : waiting)
            side.received(packet, rtcp);
    }

    /** The source sent a packet. */
    void heard(long nanos) {
        latch.heard(nanos);
    }

    void tick(long nanos) {
        if (connected && latch.isStale(nanos))
            disconnect();
    }

    private void disconnect() {
        if (!connected)
            return;
        connected = false;
        try {
            channel.disconnect();
        } catch (IOException e) {
            side.drops().failed++;
        }
    }

    void send(ByteBuffer packet) {
        try {
            if (connected) {
                channel.write(packet);
                return;
            }
            var to = latch.source() == null ? signalled : latch.source();
            if (to != null)
                channel.send(packet, to);
            else
                side.drops().undeliverable++;
        } catch (PortUnreachableException e) {
            side.drops().unreachable++;
        } catch (IOException e) {
            side.drops().failed++;
        }
    }

    void broken(RuntimeException bug) {
        side.broken(bug);
    }
}
