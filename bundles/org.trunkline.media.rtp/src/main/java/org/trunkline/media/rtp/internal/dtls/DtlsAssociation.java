package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.SrtpKeys;

/**
 * One side's DTLS, from its first datagram on. A thread works for it only while there is something to do: first for the
 * handshake, then when datagrams come late, as where the node's last one was lost.
 *
 * <p><b>Threads:</b> {@link #arrived}, {@link #tick} and {@link #close} by the relay loop; they never wait. Time is the
 * loop's too: the library sends a flight again when its transport reports that nothing came, which is when the loop says so.
 */
public final class DtlsAssociation implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DtlsAssociation.class);
    /** A ClientHello in two, and repetitions. */
    private static final int MOST_WAITING = 32;
    private static final int MOST_TRIES = 5;
    static final Duration TIME_LIMIT = Duration.ofSeconds(15);
    /** The node is near, or the network is bad; doubled each time. */
    static final Duration RESEND = Duration.ofMillis(400);
    /** Nothing came in time. */
    private static final byte[] NOTHING = {};
    /** What fits into an Ethernet frame, with the headers of IPv6 and UDP. */
    private static final int RECEIVE_LIMIT = 1452;
    /** Tunnels have less than Ethernet. */
    private static final int SEND_LIMIT = 1200;

    private final DtlsHandshakes handshakes;
    private final Fingerprint peer;
    /** Whether the node is the client. */
    private final boolean begins;
    private final Consumer<byte[]> out;
    private final Consumer<SrtpKeys> agreed;
    private final Runnable left;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private @Nullable DTLSTransport established;
    private @Nullable Thread worker;
    private boolean closed;
    private int tries;
    private InetAddress source = InetAddress.getLoopbackAddress();
    private long begunAt;
    private long resendAt;
    private long resendNanos;

    DtlsAssociation(DtlsHandshakes handshakes, Fingerprint peer, boolean begins, Consumer<byte[]> out, Consumer<SrtpKeys> agreed,
            Runnable left) {
        this.handshakes = handshakes;
        this.peer = peer;
        this.begins = begins;
        this.out = out;
        this.agreed = agreed;
        this.left = left;
    }

    /** Whether it was begun with that certificate. */
    public boolean isWith(Fingerprint certificate) {
        return peer.equals(certificate);
    }

    /** The peer is at that address: a node that is the client begins, and again after a failure. */
    public synchronized void reached(InetAddress at, long nanos) {
        if (begins && !closed && worker == null && established == null && tries < MOST_TRIES && handshakes.enter(at))
            start(at, nanos);
    }

    /** @return false where there is no room for it */
    public synchronized boolean arrived(byte[] datagram, InetAddress from, long nanos) {
        boolean unexpected = worker == null && established == null && (begins || tries == MOST_TRIES);
        if (closed || unexpected)
            return false;
        if (worker == null && !handshakes.enter(from))
            return false;
        boolean taken = waiting.offer(datagram);
        if (worker == null)
            start(from, nanos);
        return taken;
    }

    private void start(InetAddress from, long nanos) {
        source = from;
        begunAt = nanos;
        resendNanos = RESEND.toNanos();
        resendAt = nanos + resendNanos;
        if (established == null)
            tries++;
        worker = Thread.ofVirtual().name("dtls").start(established == null ? this::shakeHands : this::takeLate);
    }

    /** Some times a second. */
    public synchronized void tick(long nanos) {
        if (worker == null || established != null)
            return;
        if (nanos - begunAt > TIME_LIMIT.toNanos()) {
            worker.interrupt();
        } else if (nanos - resendAt >= 0) {
            waiting.offer(NOTHING);
            resendNanos *= 2;
            resendAt = nanos + resendNanos;
        }
    }

    private void shakeHands() {
        try {
            agreed.accept(begins ? connect() : accept());
        } catch (IOException e) {
            if (!isClosed()) {
                handshakes.failed();
                log.debug("a DTLS handshake failed: {}", e.getMessage());
            }
        } catch (RuntimeException e) { // a bug in it, or in the library, ends this one alone
            handshakes.failed();
            log.warn("a DTLS handshake failed", e);
        } finally {
            leave();
        }
    }

    private SrtpKeys accept() throws IOException {
        var server = handshakes.server(peer, this::closes);
        var protocol = new DTLSServerProtocol();
        protocol.setVerifyRequests(false); // the connectivity checks have shown that the client is where it says
        established(protocol.accept(server, new Datagrams()));
        return server.keys();
    }

    private SrtpKeys connect() throws IOException {
        var client = handshakes.client(peer, this::closes);
        established(new DTLSClientProtocol().connect(client, new Datagrams()));
        return client.keys();
    }

    private synchronized void established(DTLSTransport done) {
        established = done;
    }

    /** Before there are keys, anybody can say so in the peer's name. */
    private void closes() {
        if (established() != null)
            left.run();
    }

    /** Repetitions of the peer's last flight are answered by the library; an alert that it closes is passed on. */
    private void takeLate() {
        byte[] content = new byte[RECEIVE_LIMIT];
        try {
            var transport = established();
            while (transport != null && !waiting.isEmpty() && !isClosed())
                transport.receive(content, 0, content.length, 1);
        } catch (IOException | RuntimeException e) {
            log.debug("a DTLS association has ended: {}", e.getMessage());
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        worker = null;
        waiting.clear();
        handshakes.leave(source);
    }

    private synchronized @Nullable DTLSTransport established() {
        return established;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The client is not told: the call is over. */
    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null)
            worker.interrupt();
    }

    /** What the library reads and writes. */
    private final class Datagrams implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return RECEIVE_LIMIT;
        }

        @Override
        public int getSendLimit() {
            return SEND_LIMIT;
        }

        @Override
        public int receive(byte[] into, int at, int room, int millis) throws IOException {
            try {
                byte[] datagram = established() == null ? waiting.take() : waiting.poll();
                if (datagram == null || datagram == NOTHING)
                    return -1;
                int length = Math.min(datagram.length, room);
                System.arraycopy(datagram, 0, into, at, length);
                return length;
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("the call is over, or the time").initCause(e);
            }
        }

        @Override
        public void send(byte[] from, int at, int length) {
            out.accept(Arrays.copyOfRange(from, at, at + length));
        }

        @Override
        public void close() {
            // the socket is the relay's
        }
    }
}
