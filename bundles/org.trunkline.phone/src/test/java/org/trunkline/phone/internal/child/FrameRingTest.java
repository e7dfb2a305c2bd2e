package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameRingTest {
    @TempDir
    private Path folder;
    private FrameRing reader;
    private FrameRing writer;

    @BeforeEach
    void open() throws Exception {
        var file = Files.createFile(folder.resolve("ring"));
        reader = FrameRing.reader(file);
        writer = FrameRing.writer(file);
    }

    /** A picture of one value. @return whether the reader must be told */
    private boolean write(int value, int width, int height) {
        var room = writer.room(width, height, 90);
        while (room.hasRemaining())
            room.put((byte) value);
        return writer.publish();
    }

    @Test
    void theLatestPictureWins() {
        assertEquals(Optional.empty(), reader.take());
        assertTrue(write(1, 4, 2));
        assertFalse(write(2, 4, 2), "it was told already");
        assertFalse(write(3, 6, 4));
        var picture = reader.take().orElseThrow();
        assertEquals(6, picture.width());
        assertEquals(4, picture.height());
        assertEquals(90, picture.rotation());
        assertEquals(96, picture.pixels().length);
        assertEquals(3, picture.pixels()[95]);
        assertEquals(Optional.empty(), reader.take());
        assertTrue(write(4, 4, 2));
    }

    @Test
    void largerPicturesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> writer.room(1920, 1082, 0));
        assertThrows(IllegalArgumentException.class, () -> writer.room(0, 2, 0));
        write(9, 1920, 1080);
        assertEquals(1920 * 1080 * 4, reader.take().orElseThrow().pixels().length);
    }

    /** Each picture that is read is whole, and later than the one before. */
    @Test
    void bothSidesAtOnce() throws InterruptedException {
        var writing = new Thread(() -> {
            for (int i = 1; i <= 100; i++)
                write(i, 64, 64);
        });
        writing.start();
        int last = 0;
        while (last < 100) {
            var next = reader.take();
            if (next.isEmpty())
                continue;
            var pixels = next.get().pixels();
            int first = pixels[0];
            var expected = new byte[pixels.length];
            Arrays.fill(expected, (byte) first);
            assertTrue(Arrays.equals(expected, pixels) && first > last, "torn, or late: " + first + " after " + last);
            last = first;
        }
        writing.join();
    }
}
