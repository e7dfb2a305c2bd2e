package org.trunkline.plugin.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.part.LocalizableText;

class FolderSizeTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    /** A walk that takes a second would be made every hundred. */
    @Test
    void aFolderThatIsSlowToReadIsReadEveryTwoSeconds() throws Exception {
        var size = new FolderSize(folder, 1);
        long begun = System.nanoTime() - SECOND;
        assertEquals(LocalizableText.NOTHING, size.check(begun));
        Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        assertEquals(LocalizableText.NOTHING, size.check(begun + 2 * SECOND - 1));
        assertEquals("plugin-disk", size.check(begun + 2 * SECOND).code());
    }
}
