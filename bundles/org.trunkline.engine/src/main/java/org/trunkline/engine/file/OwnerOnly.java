package org.trunkline.engine.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders for the owner alone, where the file system knows owners: records are personal data, keys are secret. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** What a file is made with. */
    public static FileAttribute<?>[] file(Path path) {
        return attributes(path, "rw-------");
    }

    /** Makes a folder and those above it that are missing; one that is there keeps its rights. */
    public static Path folder(Path path) throws IOException {
        return Files.createDirectories(path, attributes(path, "rwx------"));
    }

    /** At once, or not at all. */
    public static void replace(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] attributes(Path path, String rights) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)) }
                : new FileAttribute<?>[0];
    }
}
