package org.trunkline.domain.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureTest {
    @TempDir
    Path folder;

    @Test
    void aNewFileIsItsOwnersAndNeverReplaced() throws IOException {
        var file = OwnerOnly.folder(folder.resolve("a/b")).resolve("key");
        OwnerOnly.create(file, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        assertThrows(FileAlreadyExistsException.class, () -> OwnerOnly.create(file, new byte[1]));
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertEquals("rw-------", rights(file));
        assertEquals("rwx------", rights(file.getParent()));
        assertFalse(OwnerOnly.open(file));
    }

    @Test
    void rightsOfOthersAreSeenAndTaken() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        var file = Files.createFile(folder.resolve("key"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(OwnerOnly.open(file));
        OwnerOnly.restrict(file);
        assertFalse(OwnerOnly.open(file));
        assertEquals("rw-------", rights(file));
    }

    /** RFC 4231 section 4.3. */
    @Test
    void theCodeIsThatOfTheRfc() {
        assertEquals("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                HexFormat.of().formatHex(Hmac.of("Jefe".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "what do ya want for nothing?")));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
