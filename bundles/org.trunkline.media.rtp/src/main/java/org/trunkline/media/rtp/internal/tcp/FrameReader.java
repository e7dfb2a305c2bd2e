package org.trunkline.media.rtp.internal.tcp;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/** Takes packets out of a TCP stream, in which each has its length before it in 16 bits (RFC 4571 §2). One thread at a time. */
final class FrameReader {
    /** What the relay may add to a packet before it sends it to the other side. */
    private static final int ROOM = MidExtension.MOST + SrtpContext.OVERHEAD;

    private int longest;
    private int high = -1;
    private @Nullable ByteBuffer frame;

    /** @param longest packet in octets */
    FrameReader(int longest) {
        this.longest = longest;
    }

    /** From the next packet on. */
    void longest(int octets) {
        longest = octets;
    }

    /**
     * Takes all that was read; a packet that is not whole yet is kept. Packets are from 0 to their limit, with room behind it;
     * those without content are left out.
     *
     * @return false where a length is too large: nothing behind it can be read
     */
    boolean read(ByteBuffer stream, Consumer<ByteBuffer> packets) {
        while (stream.hasRemaining()) {
            if (frame == null && !begin(stream.get() & 0xFF))
                return false;
            if (frame != null && fill(frame, stream)) {
                var whole = frame.flip();
                frame = null;
                packets.accept(whole);
            }
        }
        return true;
    }

    private boolean begin(int octet) {
        if (high < 0) {
            high = octet;
            return true;
        }
        int length = high << 8 | octet;
        high = -1;
        if (length > longest)
            return false;
        if (length > 0)
            frame = ByteBuffer.allocate(length + ROOM).limit(length);
        return true;
    }

    /** @return whether it is whole */
    private static boolean fill(ByteBuffer frame, ByteBuffer stream) {
        int octets = Math.min(frame.remaining(), stream.remaining());
        frame.put(frame.position(), stream, stream.position(), octets).position(frame.position() + octets);
        stream.position(stream.position() + octets);
        return !frame.hasRemaining();
    }
}
