package org.trunkline.plugin.internal.host;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.trunkline.plugin.internal.link.FrameReader;

/** Reads one small frame of a connection that is not trusted yet, and not a byte beyond it. */
final class FrameHead {
    private final SocketChannel channel;
    private final int most;

    FrameHead(SocketChannel channel, int most) {
        this.channel = channel;
        this.most = most;
    }

    FrameReader read() throws IOException {
        int length = read(4).getInt();
        if (length < 1 || length > most)
            throw new IOException("another program connected");
        return new FrameReader(read(length).array(), 0);
    }

    private ByteBuffer read(int count) throws IOException {
        var bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining())
            if (channel.read(bytes) < 0)
                throw new EOFException("the connection was closed");
        return bytes.flip();
    }
}
