package org.trunkline.media.rtp.internal.net;

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

    /**
     * Never connected, though it has a peer: where Java connects a channel it throws away what has come by then, which on
     * a busy machine may be a second of speech. So who sent a packet is looked at here.
     */
    private static final class Socket implements RelaySocket {
        private final DatagramChannel channel;
        private @Nullable InetSocketAddress peer;

        Socket(DatagramChannel channel) {
            this.channel = channel;
        }

        DatagramChannel channel() {
            return channel;
        }

        /** Strangers' packets take part in the count of those looked at: a flood of them must not keep the loop here. */
        @Override
        public int read(Packets packets, int first) {
            int found = 0;
            try {
                for (int i = 0; i < Packets.MOST; i++) {
                    var from = receive(packets.get(first + found));
                    if (from == null)
                        break;
                    if (from.equals(peer))
                        found++;
                }
            } catch (IOException e) {
                return found > 0 ? found : failure(e);
            }
            return found > 0 ? found : NOTHING;
        }

        private static int failure(IOException e) {
            return e instanceof PortUnreachableException ? UNREACHABLE : FAILED;
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
            return peer == null ? FAILED : send(packet, peer);
        }

        @Override
        public int send(ByteBuffer packet, InetSocketAddress to) {
            try {
                int octets = channel.send(packet, to);
                return octets > 0 ? octets : NOTHING;
            } catch (IOException e) {
                return failure(e);
            }
        }

        @Override
        public void connect(InetSocketAddress address) {
            peer = address;
        }

        @Override
        public void disconnect() {
            peer = null;
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
        public boolean isOpen() {
            return channel.isOpen();
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
        public void add(RelaySocket socket, MediaSocket endpoint) throws IOException {
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
                    taker.readable((MediaSocket) key.attachment());
            selector.selectedKeys().clear();
        }

        @Override
        public boolean keep(ByteBuffer packet, MediaSocket target) {
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
