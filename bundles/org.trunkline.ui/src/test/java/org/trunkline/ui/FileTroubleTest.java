package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.export.WholeFile;

class FileTroubleTest {
    private static final Texts TEXTS = Texts.of(FileTrouble.class);

    private static WholeFile.NotWritten notWritten(Path file, String why) {
        return assertThrows(WholeFile.NotWritten.class, () -> WholeFile.<Void, RuntimeException>write(file, _ -> {
            throw new IOException(why);
        }));
    }

    @Test
    void aFullDiskIsToldInTheUsersWords(@TempDir Path folder) {
        var file = folder.resolve("calls.csv");
        var full = notWritten(file, "No space left on device");
        assertEquals(TEXTS.get("file.full", file), FileTrouble.told(new Failure("raw", Instant.EPOCH, full)).message());
        assertTrue(FileTrouble.of(full).contains(file.toString()), FileTrouble.of(full));
        assertEquals(TEXTS.get("file.not-written", file, "a wire broke"), FileTrouble.of(notWritten(file, "a wire broke")));
    }

    @Test
    void aFileThatIsBeingWrittenIsToldInTheUsersWords(@TempDir Path folder) throws Exception {
        var file = folder.resolve("calls.csv");
        WholeFile.<Void, RuntimeException>write(file, _ -> {
            assertEquals(TEXTS.get("file.busy", file), FileTrouble.of(notWritten(file, "not reached")));
            return null;
        });
    }

    @Test
    void whatIsNoFilesStays() {
        var failure = new Failure("the node went", Instant.EPOCH, new IOException("x"));
        assertSame(failure, FileTrouble.told(failure));
    }
}
