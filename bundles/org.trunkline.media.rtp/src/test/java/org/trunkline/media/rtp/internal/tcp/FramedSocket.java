package org.trunkline.media.rtp.internal.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A TCP connection of a far end, with packets framed as RFC 4571 has it; written apart from the code that reads them. */
public final class FramedSocket implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final ByteBuffer read = ByteBuffer.allocate(200_000);

    public FramedSocket(InetAddress from, InetSocketAddress to) {
        try {
            socket.setTcpNoDelay(true);
            socket.setReceiveBufferSize(8192);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(to, 60_000);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] frame(byte[] packet) {
        return ByteBuffer.allocate(packet.length + 2).putShort((short) packet.length).put(packet).array();
    }

    public void send(byte[] packet) {
        write(frame(packet));
    }

    /** As it is. */
    void write(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException if the other side closed */
    public Optional<byte[]> receive(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (true) {
            var whole = next();
            long left = (end - System.nanoTime()) / 1_000_000;
            if (whole.isPresent() || left <= 0)
                return whole;
            socket.setSoTimeout((int) left);
            try {
                int octets = in.read(read.array(), read.position(), read.remaining());
                if (octets < 0)
                    throw new IOException("closed");
                read.position(read.position() + octets);
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
        }
    }

    private Optional<byte[]> next() {
        if (read.position() < 2 || read.position() < 2 + (read.getShort(0) & 0xFFFF))
            return Optional.empty();
        byte[] packet = new byte[read.getShort(0) & 0xFFFF];
        read.flip().getShort();
        read.get(packet).compact();
        return Optional.of(packet);
    }

    /** Whether the other side closes within a minute. */
    boolean isClosed() {
        try {
            while (true)
                if (receive(60_000).isEmpty())
                    return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Gone without a word: a reset. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
