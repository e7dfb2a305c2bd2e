package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.meter.Drops;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * One of a side's sockets. Touched by its relay loop only.
 *
 * <p>Once latched an RTP socket is connected: the kernel then drops strangers' packets unseen, and passing packets on
 * is cheaper. Before, and while the source is silent, it is not, so that the latch hears of others.
 */
public final class MediaSocket {
    /** Whose socket it is: takes what arrived. */
    public interface Owner {
        long now();

        Drops drops();

        boolean isValid(ByteBuffer packet, boolean control);

        void received(ByteBuffer packet, boolean control);

        void broken(Throwable bug);
    }

    /** Takes what comes before media, and among it: connectivity checks and handshakes (RFC 7983). */
    public interface Negotiation {
        /** @return whether media comes from there from now on */
        boolean arrived(ByteBuffer packet, InetSocketAddress from);
    }

    /** A flood must not keep the loop here. */
    private static final int AT_ONCE = 64;
    /** More than a socket has room for. */
    private static final int MOST_WAITING = 4096;
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(0);

    private final Owner side;
    private final RelaySocket socket;
    private final boolean rtcp;
    private final Latch latch = new Latch();
    private @Nullable InetSocketAddress signalled;
    private @Nullable Poller poller;
    private @Nullable Negotiation negotiation;
    private boolean connected;
    /** Its source may be elsewhere by now. */
    private boolean searching;

    public MediaSocket(Owner side, RelaySocket socket, boolean rtcp) {
        this.side = side;
        this.socket = socket;
        this.rtcp = rtcp;
    }

    /** @param target where the side wants packets, null where none can be sent */
    public void arm(Set<InetAddress> allowed, InetSocketAddress address, @Nullable InetSocketAddress target, long nanos) {
        disconnect();
        latch.arm(allowed, address, nanos);
        signalled = target;
    }

    /** From now on the source is found by these negotiations, wherever it is; null for a side that has none. */
    public void negotiate(@Nullable Negotiation by) {
        if (by != null && negotiation == null)
            arm(Set.of(), ANYWHERE, null, side.now()); // it may have had a source as a phone
        negotiation = by;
        searching &= by != null;
    }

    /** Hears checks from anywhere until one is nominated; media is exchanged with the source it has. */
    public void search() {
        searching = true;
        disconnect();
    }

    /** Whether it is of a negotiation, and neither RTP nor RTCP. */
    public static boolean isNegotiation(ByteBuffer packet) {
        return packet.hasRemaining() && (packet.get(0) & 0xC0) == 0;
    }

    public @Nullable InetSocketAddress source() {
        return latch.source();
    }

    /** @return whether there may be more to read */
    public boolean readable(Packets packets) {
        if (!connected)
            return receive(packets.spare());
        int first = packets.free();
        int found = socket.read(packets, first);
        for (int i = 0; i < found; i++)
            if (packets.at(first + i).hasRemaining())
                side.received(packets.get(first + i), rtcp);
        packets.looked();
        if (found < 0)
            count(found);
        return found == Packets.MOST || found == RelaySocket.UNREACHABLE; // which is told instead of a packet
    }

    /** It was read while connected. */
    public void arrived(ByteBuffer packet) {
        side.received(packet, rtcp);
    }

    boolean isConnected() {
        return connected;
    }

    RelaySocket socket() {
        return socket;
    }

    /** @param failure as {@link RelaySocket} tells it */
    void count(int failure) {
        if (failure == RelaySocket.UNREACHABLE)
            side.drops().unreachable++; // what was sent before found nobody
        else if (failure == RelaySocket.FAILED)
            side.drops().failed++;
    }

    /**
     * Connects once nothing waits, and takes what came meanwhile, since connecting may take long on a busy machine: after
     * that strangers are sorted out, and none of theirs waits any more.
     */
    private boolean receive(ByteBuffer buffer) {
        var waiting = new ArrayList<ByteBuffer>();
        boolean more = true;
        try {
            more = take(buffer, AT_ONCE, waiting);
            var source = latch.source();
            if (!more && !rtcp && source != null && poller != null && !searching && !latch.isStale(side.now())) {
                socket.connect(source);
                connected = true;
                more = take(buffer, MOST_WAITING, waiting);
                poller.connected(socket, this);
            }
        } catch (IOException e) {
            side.drops().failed++;
        }
        for (var packet : waiting)
            side.received(packet, rtcp);
        return more;
    }

    /** @return whether there may be more */
    private boolean take(ByteBuffer buffer, int most, List<ByteBuffer> taken) throws IOException {
        for (int i = 0; i < most; i++) {
            var from = socket.receive(buffer);
            if (from == null)
                return false;
            if (negotiation != null && isNegotiation(buffer)) {
                if (negotiation.arrived(buffer, from)) {
                    latch.take(from, side.now());
                    searching = false;
                }
            } else if (!latch.trusts(from, side.now()))
                side.drops().refused++;
            else if (!side.isValid(buffer, rtcp))
                side.drops().invalid++;
            else {
                latch.take(from, side.now());
                taken.add(ByteBuffer.allocate(buffer.limit() + MidExtension.MOST + SrtpContext.OVERHEAD).put(buffer).flip());
            }
        }
        return true;
    }

    /** The source sent a packet. */
    public void heard(long nanos) {
        latch.heard(nanos);
    }

    public void tick(long nanos) {
        if (connected && latch.isStale(nanos))
            disconnect();
    }

    private void disconnect() {
        if (!connected)
            return;
        connected = false;
        try {
            if (poller != null)
                poller.disconnecting(socket);
            socket.disconnect();
        } catch (IOException e) {
            side.drops().failed++;
        }
    }

    public void watch(Poller poller) throws IOException {
        poller.add(socket, this);
        this.poller = poller;
    }

    /** The socket may serve another call then. */
    public void unwatch(Poller poller) {
        disconnect();
        this.poller = null;
        poller.remove(socket);
    }

    public boolean hasTarget() {
        return latch.source() != null || signalled != null;
    }

    /** Sends it, at the latest when the packets that came with it have been read. */
    public void send(ByteBuffer packet) {
        if (poller == null || !poller.keep(packet, this))
            sendNow(packet);
    }

    /** To one who need not be the source; while connected, nobody else's packets come. */
    public void answer(ByteBuffer packet, InetSocketAddress to) {
        if (connected && to.equals(latch.source()))
            count(socket.write(packet));
        else if (!connected && poller != null)
            count(socket.send(packet, to));
        else
            side.drops().undeliverable++;
    }

    void sendNow(ByteBuffer packet) {
        if (connected) {
            count(socket.write(packet));
            return;
        }
        var to = latch.source() == null ? signalled : latch.source();
        if (to != null && poller != null)
            count(socket.send(packet, to));
        else
            side.drops().undeliverable++;
    }

    public void broken(Throwable bug) {
        side.broken(bug);
    }
}
