package org.trunkline.phone.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.trunkline.domain.config.Transport;
import org.trunkline.phone.internal.work.Work;

/** UDP, by a socket connected to the server: the system drops what others send, and says where nothing listens. */
final class DatagramConnection extends SocketConnection {
    private static final int MOST = 65_535;

    private final AtomicInteger port;
    private volatile Optional<DatagramChannel> channel = Optional.empty();

    /** @param port of this end, of the last connection of the account; 0 for any */
    DatagramConnection(URI server, Listener listener, Work work, ServerNames names, AtomicInteger port) {
        super(server, Transport.UDP, listener, work, names);
        this.port = port;
    }

    @Override
    InetSocketAddress connect(InetSocketAddress to) throws IOException {
        var opened = DatagramChannel.open();
        channel = Optional.of(opened);
        try {
            opened.bind(new InetSocketAddress(port.get())); // the address that the server knows stays right
        } catch (BindException e) {
            opened.bind(null); // another program has it now
        }
        opened.connect(to);
        var own = (InetSocketAddress) opened.getLocalAddress();
        port.set(own.getPort());
        return own;
    }

    /** By another port too: a NAT may lead the answers to this one nowhere, for as long as it is used. */
    @Override
    public boolean abandon() {
        port.set(0);
        return super.abandon();
    }

    @Override
    void read() throws IOException {
        var datagram = ByteBuffer.allocate(MOST);
        var from = channel.orElseThrow();
        try {
            while (!isClosed()) {
                from.read(datagram.clear());
                var message = UTF_8.decode(datagram.flip()).toString();
                if (!message.isBlank())
                    came(message);
            }
        } catch (ClosedChannelException e) {
            // closed here
        }
    }

    @Override
    void write(byte[] bytes) throws IOException {
        channel.orElseThrow().write(ByteBuffer.wrap(bytes));
    }

    @Override
    void disconnect() {
        channel.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                // it is of no use any more
            }
        });
    }
}
