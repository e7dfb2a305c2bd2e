package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import org.jspecify.annotations.Nullable;

/** Datagram channels and a selector: on every system. */
final class NioSockets implements Sockets {
    @Override
    public RelaySocket open(InetAddress local, int port) throws IOException {
        var channel = DatagramChannel.open(
                local instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED);
            return new Socket(channel.bind(new InetSocketAddress(local, port)));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Poller poller() throws IOException {
        return new SelectorPoller();
    }

    @Override
    public String toString() {
        return "Java's channels";
    }

    private record Socket(DatagramChannel channel) implements RelaySocket {
        @FunctionalInterface
        private interface Transfer {
            int run() throws IOException;
        }

        private static int told(Transfer transfer) {
            try {
                int octets = transfer.run();
                return octets > 0 ? octets : NOTHING;
            } catch (PortUnreachableException e) {
                return UNREACHABLE;
            } catch (IOException e) {
                return FAILED;
            }
        }

        @Override
        public int read(Packets packets, int first) {
            for (int i = 0; i < Packets.MOST; i++) {
                var buffer = packets.get(first + i).clear();
                int octets = told(() -> channel.read(buffer));
                buffer.flip();
                if (octets < 0)
                    return i > 0 ? i : octets;
            }
            return Packets.MOST;
        }

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
            buffer.clear();
            var from = (InetSocketAddress) channel.receive(buffer);
            buffer.flip();
            return from;
        }

        @Override
        public int write(ByteBuffer packet) {
            return told(() -> channel.write(packet));
        }

        @Override
        public int send(ByteBuffer packet, InetSocketAddress to) {
            return told(() -> channel.send(packet, to));
        }

        @Override
        public void connect(InetSocketAddress peer) throws IOException {
            channel.connect(peer); // which throws away what waits, and that cannot be helped here
        }

        @Override
        public void disconnect() throws IOException {
            channel.disconnect();
        }

        @Override
        public void drain() {
            var nowhere = ByteBuffer.allocate(1);
            try {
                while (channel.receive(nowhere.clear()) != null) {
                    // thrown away
                }
            } catch (IOException e) {
                return; // the next packet tells
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // closing a datagram socket cannot fail
            }
        }
    }

    private static final class SelectorPoller implements Poller {
        private final Selector selector = Selector.open();
        private final Packets packets = new Packets();

        SelectorPoller() throws IOException {
            super();
        }

        @Override
        public Packets packets() {
            return packets;
        }

        /** A selector takes no more sockets while it waits. */
        @Override
        public void expect(RelaySocket socket) {
            wakeup();
        }

        @Override
        public void add(RelaySocket socket, Endpoint endpoint) throws IOException {
            var channel = ((Socket) socket).channel();
            var former = channel.keyFor(selector);
            if (former != null && !former.isValid())
                selector.selectNow(_ -> {}); // forgets it
            channel.register(selector, SelectionKey.OP_READ, endpoint);
        }

        @Override
        public void remove(RelaySocket socket) {
            var key = ((Socket) socket).channel().keyFor(selector);
            if (key != null)
                key.cancel();
        }

        /** What a socket has left is told again by itself. */
        @Override
        public void await(long millis, Runnable first, Taker taker) throws IOException {
            selector.select(millis);
            first.run();
            for (var key : selector.selectedKeys())
                if (key.isValid()) // a packet before this one may have ended the call
                    taker.readable((Endpoint) key.attachment());
            selector.selectedKeys().clear();
        }

        @Override
        public boolean keep(ByteBuffer packet, Endpoint target) {
            return packets.keep(packet, target);
        }

        @Override
        public void sendAll() {
            packets.sendAll();
        }

        @Override
        public void wakeup() {
            selector.wakeup();
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
