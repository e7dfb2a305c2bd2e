package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 3261 §18.3: where a message ends on a stream, in whatever pieces it comes. */
class MessageStreamTest {
    private static final long SEED = Long.getLong("stream.seed", 20261121);
    private static final int MOST = 6000;

    /** Gives a few bytes at a time. */
    private static InputStream pieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(700)));
            }
        };
    }

    private static List<String> all(InputStream in, int body) throws IOException {
        var stream = new MessageStream(in, MOST);
        var all = new ArrayList<String>();
        for (var head = stream.head(); head.isPresent(); head = stream.head())
            all.add(new String(head.get(), UTF_8)
                    + (head.get().length == 0 ? "" : new String(stream.body(body), UTF_8)));
        return all;
    }

    @Test
    void messagesAreFoundInWhateverPiecesTheyCome() throws IOException {
        var random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            var sent = new ArrayList<String>();
            var text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String end = random.nextInt(5) == 0 ? "\n" : "\r\n";
                String message = "OPTIONS " + i + end + "X: " + "x".repeat(random.nextInt(5000)) + end + end + "body\r\n" + i % 10;
                sent.add(message);
                text.append(random.nextInt(3) == 0 ? "\r\n" : "").append(message);
            }
            assertEquals(sent, all(pieces(text.toString().getBytes(UTF_8), random), 7), "seed " + SEED + " round " + round);
        }
    }

    /** RFC 5626 §3.5.1: two line ends between messages ask whether anybody is there. */
    @Test
    void aPingIsTwoLineEnds() throws IOException {
        assertEquals(List.of("", "A\r\n\r\n", "", "", "B\r\n\r\n"),
                all(new ByteArrayInputStream("\r\n\r\nA\r\n\r\n\r\n\r\n\r\n\r\n\r\nB\r\n\r\n\r\n".getBytes(UTF_8)), 0));
    }

    @Test
    void ofAHeadThatNeverEndsSoMuchIsRead() throws IOException {
        var stream = new MessageStream(new ByteArrayInputStream("x".repeat(MOST * 3).getBytes(UTF_8)), MOST);
        assertEquals(MOST, stream.head().orElseThrow().length);
    }

    @Test
    void halfAMessageIsNone() throws IOException {
        assertEquals(List.of(), all(new ByteArrayInputStream("OPTIONS\r\nTo: x\r\n".getBytes(UTF_8)), 0));
        var stream = new MessageStream(new ByteArrayInputStream("A\r\n\r\nbo".getBytes(UTF_8)), MOST);
        assertArrayEquals("A\r\n\r\n".getBytes(UTF_8), stream.head().orElseThrow());
        assertThrows(EOFException.class, () -> stream.body(3));
    }

    /** Who sends to a peer that takes nothing would stand still for ever. */
    @Test
    @Timeout(300)
    void aConnectionIsOverWhoseWriteHangs() throws Exception {
        long before = System.nanoTime();
        var life = new ConnectionLiveness();
        life.used();
        var writes = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        var writer = Thread.ofVirtual().start(() -> {
            try {
                life.send(() -> {
                    writes.countDown();
                    try {
                        taken.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writes.await();
        long after = System.nanoTime();
        assertFalse(life.isStuck(before + Duration.ofSeconds(5).toNanos()));
        assertTrue(life.isStuck(after + Duration.ofSeconds(11).toNanos()));
        taken.countDown();
        writer.join();
        assertFalse(life.isStuck(after + Duration.ofSeconds(11).toNanos()));
        assertFalse(life.isOver(before + Duration.ofSeconds(11).toNanos()));
        assertTrue(life.isOver(after + Duration.ofMinutes(21).toNanos()));
    }
}
