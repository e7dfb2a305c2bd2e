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
 * Measures how long datagrams wait in the socket's buffer: sends itself one ten times a second and looks when it comes
 * out. The buffer must be large, or each collector pause loses messages; so under overload it holds seconds of
 * requests that their senders have given up or sent again.
 */
final class QueueProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueProbe.class);
    private static final long NOT_LATE = Long.MIN_VALUE;
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** Twice T1: the sender has sent it again. */
    private static final Duration LATE = Duration.ofSeconds(1);
    /** A machine that was busy with something else for a moment catches up by itself. */
    private static final Duration LASTING = Duration.ofSeconds(2);

    private final DatagramSocket socket;
    private final InetSocketAddress own;
    private final InetSocketAddress target;
    private final Thread thread;
    private volatile long sentAt;
    private volatile boolean underWay;
    private volatile long lastDelay;
    private volatile long lateSince = NOT_LATE;

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
        long now = System.nanoTime();
        lastDelay = now - mark; // also of one given up for lost: else nothing would end a long wait
        if (lastDelay <= LATE.toNanos())
            lateSince = NOT_LATE;
        else if (lateSince == NOT_LATE)
            lateSince = now;
        if (mark == sentAt)
            underWay = false;
        return true;
    }

    /** What a datagram read now waited, or has waited at least. */
    Duration delay() {
        return Duration.ofNanos(underWay ? Math.max(lastDelay, System.nanoTime() - sentAt) : lastDelay);
    }

    /** Datagrams have waited for long, one after another: most are out of date when they are read. */
    boolean late() {
        long since = lateSince;
        return since != NOT_LATE && System.nanoTime() - since > LASTING.toNanos() && delay().compareTo(LATE) > 0;
    }

    @Override
    public void close() {
        socket.close();
        thread.interrupt();
    }
}
