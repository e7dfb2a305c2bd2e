package org.trunkline.ui.internal.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    Path folder;

    @Test
    void theKeyStaysTheSame() throws IOException {
        char[] first = KeyFile.readOrCreate(folder.resolve("deep/secret.key"));
        assertEquals(44, first.length);
        assertArrayEquals(first, KeyFile.readOrCreate(folder.resolve("deep/secret.key")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyItsOwnerMayReadIt() throws IOException {
        KeyFile.readOrCreate(folder.resolve("secret.key"));
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret.key"))));
    }
}
