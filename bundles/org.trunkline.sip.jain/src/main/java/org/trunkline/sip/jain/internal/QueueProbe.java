package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long datagrams wait in the socket's buffer: sends itself one four times a second and looks when it comes
 * out. The buffer must be large, or each collector pause loses messages; so under overload it holds seconds of
 * requests that their senders have given up or sent again.
 */
final class QueueProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueProbe.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final DatagramSocket socket;
    private final InetSocketAddress own;
    private final InetSocketAddress target;
    private final Thread thread;
    private volatile long sentAt;
    private volatile boolean underWay;
    private volatile long lastDelay;

    /** @param listening where the probed socket is bound */
    QueueProbe(InetAddress listening, int port) throws IOException {
        InetAddress reachable = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        target = new InetSocketAddress(reachable, port);
        socket = new DatagramSocket(new InetSocketAddress(reachable, 0));
        own = (InetSocketAddress) socket.getLocalSocketAddress();
        thread = Thread.ofPlatform().name("sip-udp-probe-" + port).daemon().start(this::send);
    }

    private void send() {
        try {
            while (!socket.isClosed()) {
                if (!underWay) {
                    sentAt = System.nanoTime();
                    underWay = true;
                    byte[] mark = ByteBuffer.allocate(Long.BYTES).putLong(sentAt).array();
                    socket.send(new DatagramPacket(mark, mark.length, target));
                } else if (System.nanoTime() - sentAt > Duration.ofSeconds(5).toNanos()) {
                    underWay = false; // lost
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException | UncheckedIOException e) {
            underWay = false;
            lastDelay = 0;
            if (!socket.isClosed())
                LOG.warn("the wait of SIP datagrams is not measured any more: {}", e.getMessage());
        }
    }

    /** @return whether this packet was the probe's, and so nobody else's business */
    boolean took(DatagramPacket packet) {
        if (packet.getLength() != Long.BYTES || packet.getPort() != own.getPort()
                || !packet.getAddress().equals(own.getAddress()))
            return false;
        long mark = ByteBuffer.wrap(packet.getData(), packet.getOffset(), Long.BYTES).getLong();
        if (mark == sentAt) {
            lastDelay = System.nanoTime() - mark;
            underWay = false;
        }
        return true;
    }

    /** What a datagram read now waited, or has waited at least. */
    Duration delay() {
        return Duration.ofNanos(underWay ? Math.max(lastDelay, System.nanoTime() - sentAt) : lastDelay);
    }

    @Override
    public void close() {
        socket.close();
        thread.interrupt();
    }
}
