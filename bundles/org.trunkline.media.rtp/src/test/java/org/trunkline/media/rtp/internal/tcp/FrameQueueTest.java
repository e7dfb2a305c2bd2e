package org.trunkline.media.rtp.internal.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

/** What waits for a reader that is slow. */
class FrameQueueTest {
    private long now = -1000;
    private final AtomicLong all = new AtomicLong();
    private final FrameQueue queue = new FrameQueue(3 * 102, all, 5 * 102, () -> now);
    private final Pipe pipe = new Pipe();

    private static ByteBuffer packet(int content) {
        var packet = ByteBuffer.allocate(100);
        packet.put(0, (byte) content);
        return packet;
    }

    private static byte[] frame(int content) {
        return FramedSocket.frame(packet(content).array());
    }

    /** Takes only so much. */
    private static final class Pipe implements WritableByteChannel {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        int room;

        @Override
        public int write(ByteBuffer from) {
            int octets = Math.min(room, from.remaining());
            for (int i = 0; i < octets; i++)
                written.write(from.get());
            room -= octets;
            return octets;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts)
            all.writeBytes(part);
        return all.toByteArray();
    }

    @Test
    void packetsAreFramedAndInOrder() throws IOException {
        queue.offer(packet(1));
        queue.offer(packet(2));
        pipe.room = 1000;
        assertTrue(queue.write(pipe));
        assertArrayEquals(concat(frame(1), frame(2)), pipe.written.toByteArray());
        assertEquals(0, all.get());
    }

    @Test
    void theOldestIsDroppedWhereTheReaderIsSlow() throws IOException {
        for (int i = 1; i <= 3; i++)
            assertEquals(0, queue.offer(packet(i)));
        assertEquals(1, queue.offer(packet(4)));
        pipe.room = 1000;
        queue.write(pipe);
        assertArrayEquals(concat(frame(2), frame(3), frame(4)), pipe.written.toByteArray());
    }

    /** Else nothing behind it could be read. */
    @Test
    void aPacketThatIsPartlyWrittenIsCompleted() throws IOException {
        for (int i = 1; i <= 3; i++)
            queue.offer(packet(i));
        pipe.room = 50;
        assertFalse(queue.write(pipe));
        assertEquals(1, queue.offer(packet(4)));
        pipe.room = 1000;
        assertTrue(queue.write(pipe));
        assertArrayEquals(concat(frame(1), frame(3), frame(4)), pipe.written.toByteArray());
        assertEquals(0, all.get());
    }

    /** Else who talks would be heard late until the end of the call. */
    @Test
    void whatWaitedThroughAStallIsDropped() throws IOException {
        queue.offer(packet(1));
        queue.offer(packet(2));
        pipe.room = 50;
        assertFalse(queue.write(pipe));
        now += FrameQueue.LATE.toNanos() + 1;
        queue.offer(packet(3));
        now += FrameQueue.LATE.toNanos();
        pipe.room = 1000;
        assertTrue(queue.write(pipe));
        assertArrayEquals(concat(frame(1), frame(3)), pipe.written.toByteArray());
        assertEquals(0, all.get());
        assertEquals(1, queue.offer(packet(4)), "the second");
        assertEquals(0, queue.offer(packet(5)));
    }

    @Test
    void allConnectionsTogetherAreLimited() {
        var other = new FrameQueue(10 * 102, all, 5 * 102, () -> now);
        for (int i = 1; i <= 5; i++)
            assertEquals(0, other.offer(packet(i)));
        assertEquals(1, queue.offer(packet(6)));
        other.close();
        assertEquals(0, all.get());
        assertEquals(0, queue.offer(packet(7)));
        assertEquals(1, other.offer(packet(8)), "it is closed");
    }

    @Test
    void aPacketLargerThanTheLimitIsDropped() {
        assertEquals(1, queue.offer(ByteBuffer.allocate(305)));
        assertEquals(0, all.get());
    }
}
