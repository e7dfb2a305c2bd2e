package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

import org.trunkline.domain.config.Transport;

/** A flow of messages that come from no socket. */
public final class DatagramFlow implements Flow {
    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public void send(byte[] bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException {
        throw new IOException("there is no socket");
    }
}
