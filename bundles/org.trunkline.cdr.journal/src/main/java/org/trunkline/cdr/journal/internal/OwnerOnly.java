package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Records are personal data: files and folders for the owner alone, where the file system knows owners. */
final class OwnerOnly {
    private OwnerOnly() {}

    static FileAttribute<?>[] file(Path path) {
        return attributes(path, "rw-------");
    }

    static Path folder(Path path) throws IOException {
        return Files.createDirectories(path, attributes(path, "rwx------"));
    }

    /** At once, or not at all. */
    static void replace(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] attributes(Path path, String rights) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)) }
                : new FileAttribute<?>[0];
    }
}
