package org.trunkline.media.rtp.internal.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodecs;

/** The end of a conversion: it must not depend on how much waits. */
@Timeout(60)
class ConverterThreadTest {
    private static final Encoding PCMA = new Encoding("PCMA", 8000);
    private static final Encoding PCMU = new Encoding("PCMU", 8000);

    @Test
    void whatAStreamHeldIsFreedThoughTheThreadHasTooMuchToDo() throws Exception {
        var free = new CountDownLatch(1);
        var freed = new CompletableFuture<Boolean>();
        var thread = new ConverterThread("rtp-convert-test");
        try (thread) {
            var begun = new CountDownLatch(1);
            assertTrue(thread.offer(() -> {
                begun.countDown();
                waitFor(free);
            }));
            assertTrue(begun.await(30, TimeUnit.SECONDS), "it has one at work, and takes no other");
            while (thread.offer(() -> {}))
                continue;
            assertFalse(thread.offer(() -> {}), "it has too much to do");
            thread.last(() -> freed.complete(true));
            free.countDown();
            assertTrue(freed.get(30, TimeUnit.SECONDS));
        }
        var late = new CompletableFuture<Boolean>();
        thread.last(() -> late.complete(true));
        assertTrue(late.isDone(), "after its end the caller does it");
    }

    /** The queue is shared by calls. */
    @Test
    void aFloodOfReportsLeavesRoomForPackets() throws Exception {
        var free = new CountDownLatch(1);
        var how = new Conversion(Map.of(8, PCMA), new Format(0, PCMU), Optional.empty(), Duration.ofMillis(20), Conversion.Parameters.NONE);
        try (var thread = new ConverterThread("rtp-convert-test")) {
            var converter = new Converter(how, encoding -> AudioCodecs.inJava().of(encoding.name()), thread, (_, _) -> {});
            assertTrue(thread.offer(() -> waitFor(free)));
            for (int i = 0; i < 2000; i++)
                converter.heardLoss(51, 0);
            assertTrue(converter.take(packet(1), 0));
            free.countDown();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClosedStreamMakesNothing() {
        var made = new ArrayList<ByteBuffer>();
        var how = new Conversion(Map.of(8, PCMA), new Format(0, PCMU), Optional.empty(), Duration.ofMillis(20), Conversion.Parameters.NONE);
        var stream = new ConvertedStream(how, encoding -> AudioCodecs.inJava().of(encoding.name()), 1, made::add);
        stream.take(packet(1), 0);
        assertEquals(List.of(172), made.stream().map(ByteBuffer::limit).toList());
        stream.close();
        stream.take(packet(2), 0);
        assertEquals(1, made.size());
    }

    private static ByteBuffer packet(int sequence) {
        return ByteBuffer.allocate(12 + 160).put(0, (byte) 0x80).put(1, (byte) 8).putShort(2, (short) sequence).putInt(4, 160 * sequence);
    }
}
