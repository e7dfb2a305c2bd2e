package org.trunkline.media.rtp.internal.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/** RFC 4571 §2: packets of a stream, however it is cut. */
class FrameReaderTest {
    private final FrameReader reader = new FrameReader(1280);
    private final List<byte[]> read = new ArrayList<>();

    private boolean read(byte[] stream) {
        return reader.read(ByteBuffer.wrap(stream), packet -> {
            byte[] octets = new byte[packet.remaining()];
            packet.get(0, octets);
            read.add(octets);
        });
    }

    private static byte[] stream(byte[]... packets) {
        var all = ByteBuffer.allocate(100_000);
        for (var packet : packets)
            all.put(FramedSocket.frame(packet));
        byte[] stream = new byte[all.position()];
        all.get(0, stream);
        return stream;
    }

    @Test
    void packetsAreTheSameHoweverTheStreamIsCut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var sent = new byte[1 + random.nextInt(6)][];
            for (int i = 0; i < sent.length; i++)
                random.nextBytes(sent[i] = new byte[1 + random.nextInt(1280)]);
            byte[] stream = stream(sent);
            read.clear();
            for (int at = 0; at < stream.length;) {
                int cut = Math.min(stream.length - at, round == 0 ? 1 : 1 + random.nextInt(700));
                assertTrue(read(java.util.Arrays.copyOfRange(stream, at, at + cut)), "seed " + seed);
                at += cut;
            }
            assertEquals(sent.length, read.size(), "seed " + seed);
            for (int i = 0; i < sent.length; i++)
                assertArrayEquals(sent[i], read.get(i), "seed " + seed);
        }
    }

    @Test
    void aPacketWithoutContentIsLeftOut() {
        assertTrue(read(stream(new byte[0], new byte[] {7}, new byte[0])));
        assertEquals(1, read.size());
        assertArrayEquals(new byte[] {7}, read.getFirst());
    }

    /** What a browser of the Web, or TLS, would send to the port. */
    @Test
    void aLengthThatIsTooLargeEndsTheStream() {
        assertFalse(new FrameReader(1280).read(ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes()), packet -> read.add(new byte[0])));
        assertFalse(new FrameReader(1280).read(ByteBuffer.wrap(new byte[] {0x16, 3, 1, 2, 0}), packet -> read.add(new byte[0])));
        assertTrue(read.isEmpty());
        assertTrue(read(stream(new byte[1280])));
        assertFalse(read(stream(new byte[1281])));
        assertEquals(1, read.size());
    }

    @Test
    void theLimitCanBeRaisedBetweenTwoPackets() {
        byte[] stream = stream(new byte[20], new byte[2000]);
        assertTrue(reader.read(ByteBuffer.wrap(stream), packet -> {
            reader.longest(4096);
            read.add(new byte[packet.remaining()]);
        }));
        assertEquals(2000, read.getLast().length);
    }

    /** The relay encrypts for the other side in the same buffer. */
    @Test
    void thereIsRoomBehindAPacket() {
        reader.read(ByteBuffer.wrap(stream(new byte[172])), packet ->
                assertEquals(172 + MidExtension.MOST + SrtpContext.OVERHEAD, packet.capacity()));
    }
}
