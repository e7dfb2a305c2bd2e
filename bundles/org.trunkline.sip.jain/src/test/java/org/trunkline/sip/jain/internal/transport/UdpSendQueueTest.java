package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class UdpSendQueueTest {
    private final List<IOException> lost = new CopyOnWriteArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();
    private DatagramChannel peer;
    private DatagramChannel channel;
    private UdpSendQueue outlet;

    @BeforeEach
    void open() throws IOException {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        peer = DatagramChannel.open().bind(anyPort);
        channel = DatagramChannel.open().bind(anyPort);
        outlet = new UdpSendQueue(channel, dropped::incrementAndGet);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        peer.close();
    }

    private void send(String text) {
        try {
            outlet.send(ByteBuffer.wrap(text.getBytes(UTF_8)), (InetSocketAddress) peer.getLocalAddress(), lost::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String received() throws IOException {
        var buffer = ByteBuffer.allocate(64);
        peer.receive(buffer);
        return UTF_8.decode(buffer.flip()).toString();
    }

    /** Or refusals come late under overload, however quickly they are made. */
    @Test
    void nobodyWaitsForWhoeverSends() throws Exception {
        outlet.turn().lock(); // one that no carrier has time for
        try {
            for (String text : List.of("first", "second"))
                assertTrue(Thread.ofPlatform().start(() -> send(text)).join(Duration.ofSeconds(120)), "it goes on");
        } finally {
            outlet.turn().unlock();
        }
        send("third");
        assertEquals(List.of("first", "second", "third"), List.of(received(), received(), received()), "in their order");
    }

    /** It is the caller's buffer again, for the next answer. */
    @Test
    void whatIsLeftIsItsOwnCopy() throws Exception {
        byte[] bytes = "mine".getBytes(UTF_8);
        outlet.turn().lock();
        try {
            var to = (InetSocketAddress) peer.getLocalAddress();
            assertTrue(Thread.ofPlatform().start(() -> {
                try {
                    outlet.send(ByteBuffer.wrap(bytes), to, lost::add);
                } catch (IOException e) {
                    lost.add(e);
                }
            }).join(Duration.ofSeconds(120)));
            Arrays.fill(bytes, (byte) 'x');
        } finally {
            outlet.turn().unlock();
        }
        send("next");
        assertEquals(List.of("mine", "next"), List.of(received(), received()));
        assertEquals(List.of(), lost);
    }

    /** The sending thread stands still, on a machine that has no time, say: what others leave to it takes no more than so much. */
    @Test
    void whatTooManyLeaveIsDroppedAndCounted() throws Exception {
        outlet.turn().lock();
        try {
            assertTrue(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < UdpSendQueue.MOST + 3; i++)
                    send("x");
            }).join(Duration.ofSeconds(120)));
        } finally {
            outlet.turn().unlock();
        }
        assertEquals(3, dropped.get());
        outlet.sendLeft();
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        peer.configureBlocking(false);
        while (peer.receive(ByteBuffer.allocate(64)) != null)
            continue;
        peer.configureBlocking(true);
        send("next");
        assertEquals("next", received());
        assertEquals(List.of(), lost, "it was in nobody's hands, as a datagram is");
    }

    @Test
    void allThatManyThreadsSendGoesOut() throws Exception {
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        var threads = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
            for (int k = 0; k < 25; k++)
                send(i + "-" + k);
        })).toList();
        for (var each : threads)
            assertTrue(each.join(Duration.ofSeconds(120)));
        var came = new HashSet<String>();
        for (int i = 0; i < 200; i++)
            came.add(received());
        assertEquals(200, came.size());
    }

    @Test
    void whatCannotBeSentIsSaidAndKeepsNobodyWaiting() throws IOException {
        channel.close();
        assertThrows(UncheckedIOException.class, () -> send("x"));
        assertFalse(outlet.turn().isLocked());
    }

    /** An address that no socket takes is no matter of who sends for others. */
    @Test
    void aDefectOfOneMessageIsItsOwners() throws Exception {
        outlet.turn().lock();
        try {
            var nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 5060);
            assertTrue(Thread.ofPlatform().start(() -> {
                try {
                    outlet.send(ByteBuffer.allocate(1), nowhere, lost::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).join(Duration.ofSeconds(120)));
        } finally {
            outlet.turn().unlock();
        }
        send("mine");
        assertEquals("mine", received());
        assertEquals(1, lost.size());
    }

    @Test
    void whoeverLeftOneHearsThatItCouldNotBeSent() throws Exception {
        outlet.turn().lock();
        try {
            assertTrue(Thread.ofPlatform().start(() -> send("x")).join(Duration.ofSeconds(120)));
            channel.close();
        } finally {
            outlet.turn().unlock();
        }
        assertThrows(UncheckedIOException.class, () -> send("y"));
        outlet.sendLeft();
        assertEquals(1, lost.size());
    }
}
