package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.wire.Arrival;

/** A UDP socket with the threads that read and parse what {@link Inbox} takes out of it. <b>Threads:</b> any. */
public final class UdpSocket implements Flow, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    private static final long BREATH_NANOS = 1_000_000;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    /** Answers what needs no parser. */
    @FunctionalInterface
    public interface Quick {
        /** @return whether it did; otherwise the parser reads it */
        boolean takes(Arrival arrival, UdpSocket socket);
    }

    private final InetAddress address;
    private final DatagramChannel channel;
    private final Inbox inbox;

    /** Bound, though nobody reads it yet. */
    UdpSocket(InetAddress address, int port, IngressFilter screen) throws IOException {
        this.address = address;
        channel = DatagramChannel.open(address instanceof Inet4Address ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address, port));
            inbox = new Inbox(channel, screen, new NobodyYet(), System::nanoTime);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Reads from now on. */
    void start(int threads, WireParser parser, Inbox.AdmissionPolicy admission, Quick quick, Reception reception) throws IOException {
        inbox.admission(admission);
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        for (int i = 0; i < threads; i++)
            Thread.ofPlatform().daemon().name("sip-udp-" + port + '-' + i)
                    .start(() -> read(new DatagramReader(this, parser, reception), quick));
    }

    /** A border: without this thread the node hears nothing any more, so it goes on whatever a message does to it. */
    private void read(DatagramReader reader, Quick quick) {
        while (channel.isOpen()) {
            try {
                var arrival = take(quick);
                if (arrival != null)
                    reader.read(arrival);
            } catch (RuntimeException e) {
                LOG.debug("a datagram could not be handled because of a bug", e); // DEBUG: a sender that triggers the bug must not fill the log
            } catch (Error e) {
                LOG.error("reading SIP datagrams continues after a bug", e);
            }
        }
    }

    /** The next for the parser; none once the socket is closed. */
    private @Nullable Arrival take(Quick quick) {
        while (channel.isOpen()) {
            try {
                var arrival = inbox.take();
                if (arrival != null && !quick.takes(arrival, this))
                    return arrival;
            } catch (IOException e) {
                LockSupport.parkNanos(BREATH_NANOS); // closed, or an ICMP error of an earlier packet that concerns nobody here
            }
        }
        return null;
    }

    InetAddress address() {
        return address;
    }

    /** So many datagrams wait that others should help the thread that reads. */
    boolean hurried() {
        return inbox.hurried();
    }

    /** There is no time for new calls. */
    boolean full() {
        return inbox.full();
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public void send(byte[] bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException {
        send(ByteBuffer.wrap(bytes), target, lost);
    }

    /** @param bytes the caller's again when this returns */
    public void send(ByteBuffer bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException {
        if (target.getPort() == 0)
            throw new IOException("no port to send to");
        inbox.outlet().send(bytes, target, lost);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("socket", e);
        }
        inbox.close();
    }

    /** Before anybody decides. */
    private static final class NobodyYet implements Inbox.AdmissionPolicy {
        @Override
        public boolean knows(String transaction) {
            return false;
        }

        @Override
        public boolean emergency(String uri) {
            return false;
        }

        @Override
        public Optional<String> busy() {
            return Optional.empty();
        }

        @Override
        public boolean behind() {
            return false;
        }

        @Override
        public void hurryChanged() {}
    }
}
