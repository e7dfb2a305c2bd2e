package org.trunkline.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.engine.port.media.Audio;

class RecorderTest {
    @TempDir
    Path folder;

    private final CompletableFuture<Duration> recorded = new CompletableFuture<>();

    private Recorder recorder(Path file, Duration longest) {
        return new Recorder(file, longest, new Recorder.Listener() {
            @Override
            public void recorded(Duration length) {
                recorded.complete(length);
            }

            @Override
            public void failed(String reason) {
                recorded.completeExceptionally(new IllegalStateException(reason));
            }
        });
    }

    private static ByteBuffer voice(int code) {
        var payload = new byte[160];
        Arrays.fill(payload, (byte) code);
        return ByteBuffer.wrap(payload);
    }

    private Duration length() throws Exception {
        return recorded.get(20, TimeUnit.SECONDS);
    }

    @Test
    void packetsOutOfOrderAndGapsAreInTheirPlace() throws Exception {
        var file = folder.resolve("new/message.wav");
        var recorder = recorder(file, Duration.ofMinutes(1));
        recorder.take(1, 1000, voice(0xAA), true);
        recorder.take(1, 1480, voice(0x2A), true); // one before it is late, one is lost
        recorder.take(1, 1160, voice(0x55), true);
        recorder.stop();
        recorder.stop();
        assertEquals(Duration.ofMillis(80), length());

        var samples = new short[1000];
        assertEquals(640, Sound.of(new Audio.Wave(Files.readAllBytes(file))).read(samples));
        assertEquals(32256, samples[0]);
        assertEquals(-8, samples[160]);
        assertEquals(0, samples[320]);
        assertEquals(-32256, samples[480]);
        assertFalse(Files.exists(folder.resolve("new/message.wav.part")));
    }

    @Test
    void anotherStreamGoesOnWhereTheFirstEnded() throws Exception {
        var recorder = recorder(folder.resolve("a.wav"), Duration.ofMinutes(1));
        recorder.take(1, 1000, voice(0xAA), true);
        recorder.take(2, 900_000_000, voice(0xFF), false);
        recorder.take(2, 900_000_000 + 4 * Sound.RATE * 60, voice(0xFF), false);
        recorder.stop();
        assertEquals(Duration.ofMillis(60), length());
    }

    @Test
    void aRecordingHasAnEnd() throws Exception {
        var recorder = recorder(folder.resolve("a.wav"), Duration.ofMillis(50));
        assertTrue(recorder.take(1, 0, voice(0), true));
        assertTrue(recorder.take(1, 160, voice(0), true));
        assertFalse(recorder.take(1, 320, voice(0), true));
        assertFalse(recorder.take(1, 480, voice(0), true));
        assertEquals(Duration.ofMillis(50), length());
        assertEquals(44 + 800, Files.size(folder.resolve("a.wav")));
    }

    @Test
    void aFolderThatIsAFileIsToldOf() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        recorder(folder.resolve("file/a.wav"), Duration.ofSeconds(1)).stop();
        var failure = recorded.handle((_, e) -> String.valueOf(e)).get(20, TimeUnit.SECONDS);
        assertTrue(failure.contains("cannot be written"), failure);
    }
}
