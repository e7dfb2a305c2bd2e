package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.testkit.Await;

@Timeout(300)
class OutletTest {
    private DatagramChannel peer;
    private DatagramChannel channel;
    private Outlet outlet;

    @BeforeEach
    void open() throws IOException {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        peer = DatagramChannel.open().bind(anyPort);
        channel = DatagramChannel.open().bind(anyPort);
        outlet = new Outlet(channel);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        peer.close();
    }

    private void send(String text) {
        try {
            outlet.send(ByteBuffer.wrap(text.getBytes(UTF_8)), (InetSocketAddress) peer.getLocalAddress());
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
    void aThreadOfTheSystemPassesVirtualThreadsThatWait() throws Exception {
        outlet.turn().lock(); // one of them, that no carrier has time for
        Thread virtual;
        try {
            virtual = Thread.ofVirtual().start(() -> send("virtual"));
            Await.until("it waits", () -> outlet.turn().hasQueuedThread(virtual));
            var reader = Thread.ofPlatform().start(() -> send("reader"));
            assertTrue(reader.join(Duration.ofSeconds(120)), "it sends all the same");
            assertEquals("reader", received());
        } finally {
            outlet.turn().unlock();
        }
        assertTrue(virtual.join(Duration.ofSeconds(120)));
        assertEquals("virtual", received());
    }

    @Test
    void whatCannotBeSentIsSaidAndKeepsNobodyWaiting() throws IOException {
        channel.close();
        assertThrows(UncheckedIOException.class, () -> send("x"));
        assertFalse(outlet.turn().isLocked());
    }
}
