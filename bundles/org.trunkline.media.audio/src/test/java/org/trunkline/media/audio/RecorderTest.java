package org.trunkline.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.media.audio.codec.G711;

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

    /** 20 ms of one sample. */
    private static boolean take(Recorder recorder, int ssrc, int timestamp, int code, boolean aLaw) {
        var samples = new short[160];
        Arrays.fill(samples, G711.decode((byte) code, aLaw));
        return recorder.take(ssrc, timestamp, Sound.RATE, samples, samples.length);
    }

    private Duration length() throws Exception {
        return recorded.get(20, TimeUnit.SECONDS);
    }

    @Test
    void packetsOutOfOrderAndGapsAreInTheirPlace() throws Exception {
        var file = folder.resolve("new/message.wav");
        var recorder = recorder(file, Duration.ofMinutes(1));
        take(recorder, 1, 1000, 0xAA, true);
        take(recorder, 1, 1480, 0x2A, true); // one before it is late, one is lost
        take(recorder, 1, 1160, 0x55, true);
        recorder.stop();
        recorder.stop();
        assertEquals(Duration.ofMillis(80), length());

        var samples = new short[1000];
        assertEquals(640, Sound.of(new Audio.Wave(Files.readAllBytes(file)), Sound.RATE).read(samples));
        assertEquals(32256, samples[0]);
        assertEquals(-8, samples[160]);
        assertEquals(0, samples[320]);
        assertEquals(-32256, samples[480]);
        assertFalse(Files.exists(folder.resolve("new/message.wav.part")));
    }

    /** The clock of Opus, which wraps in the middle. */
    @Test
    void aFasterClockHasItsPlacesToo() throws Exception {
        var file = folder.resolve("opus.wav");
        var recorder = recorder(file, Duration.ofMinutes(1));
        var samples = new short[160];
        for (int i = 0; i < 5; i++) {
            Arrays.fill(samples, (short) (i + 1));
            if (i != 3)
                recorder.take(1, Integer.MAX_VALUE - 1000 + 960 * i, 48_000, samples, samples.length);
        }
        recorder.stop();
        assertEquals(Duration.ofMillis(100), length());
        var heard = new short[1000];
        assertEquals(800, Sound.of(new Audio.Wave(Files.readAllBytes(file)), Sound.RATE).read(heard));
        for (int i = 0; i < 5; i++)
            assertEquals(i == 3 ? 0 : i + 1, heard[160 * i + 80]);
    }

    @Test
    void anotherStreamGoesOnWhereTheFirstEnded() throws Exception {
        var recorder = recorder(folder.resolve("a.wav"), Duration.ofMinutes(1));
        take(recorder, 1, 1000, 0xAA, true);
        take(recorder, 2, 900_000_000, 0xFF, false);
        take(recorder, 2, 900_000_000 + 4 * Sound.RATE * 60, 0xFF, false);
        recorder.stop();
        assertEquals(Duration.ofMillis(60), length());
    }

    @Test
    void aRecordingHasAnEnd() throws Exception {
        var recorder = recorder(folder.resolve("a.wav"), Duration.ofMillis(50));
        assertTrue(take(recorder, 1, 0, 0, true));
        assertTrue(take(recorder, 1, 160, 0, true));
        assertFalse(take(recorder, 1, 320, 0, true));
        assertFalse(take(recorder, 1, 480, 0, true));
        assertEquals(Duration.ofMillis(50), length());
        assertEquals(44 + 800, Files.size(folder.resolve("a.wav")));
    }

    private String failure() throws Exception {
        return recorded.handle((_, e) -> String.valueOf(e)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRecordingThatFailsLeavesNothing() throws Exception {
        Files.createDirectories(folder.resolve("a.wav.part"));
        var recorder = recorder(folder.resolve("a.wav"), Duration.ofSeconds(1));
        take(recorder, 1, 0, 0, true);
        recorder.stop();
        var failure = failure();
        assertTrue(failure.contains("cannot be written"), failure);
        assertFalse(Files.exists(folder.resolve("a.wav.part")) || Files.exists(folder.resolve("a.wav")));
    }

    @Test
    void aWholeRecordingStaysWhereItCannotBeRenamed() throws Exception {
        var kept = folder.resolve("a.wav.part");
        Files.createDirectories(folder.resolve("a.wav/taken"));
        var recorder = recorder(folder.resolve("a.wav"), Duration.ofSeconds(1));
        take(recorder, 1, 0, 0x2A, true);
        recorder.stop();
        var failure = failure();
        assertTrue(failure.contains(kept.toString()), failure);
        var samples = new short[1000];
        assertEquals(160, Sound.of(new Audio.Wave(Files.readAllBytes(kept)), Sound.RATE).read(samples));
        assertEquals(-32256, samples[0]);
    }

    @Test
    void aFolderThatIsAFileIsToldOf() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        recorder(folder.resolve("file/a.wav"), Duration.ofSeconds(1)).stop();
        var failure = failure();
        assertTrue(failure.contains("cannot be written"), failure);
    }
}
