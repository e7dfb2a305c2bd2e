package org.trunkline.apps.schedule.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastLookTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadAndNothingElseBelieved() throws Exception {
        var file = folder.resolve("looked");
        var look = new LastLook(file);
        assertEquals(NOW, look.read(NOW), "the first start");
        look.write(NOW.minusSeconds(90));
        assertEquals(NOW.minusSeconds(90), new LastLook(file).read(NOW));
        look.write(NOW.plusSeconds(90));
        assertEquals(NOW, look.read(NOW), "the clock was set back");
        Files.writeString(file, "2026-11-");
        assertEquals(NOW, look.read(NOW), "cut off");
    }
}
