package org.trunkline.ui.plugins.internal.desk;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The archives whose desk parts are installed, in the workspace: one file each, named after its plug-in. */
record PartsFolder(Path folder) {
    private static final String SUFFIX = ".tlp";

    List<Path> files() throws IOException {
        if (!Files.isDirectory(folder))
            return List.of();
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    /** Ids of the plug-ins that are kept. */
    List<String> plugins() throws IOException {
        return files().stream().map(file -> file.getFileName().toString()).map(name -> name.substring(0,
                name.length() - SUFFIX.length())).toList();
    }

    /** A file to verify, beside the kept ones; the caller deletes or keeps it. */
    Path stage(byte[] archive) throws IOException {
        Files.createDirectories(folder);
        Path staged = Files.createTempFile(folder, "staged", ".part");
        Files.write(staged, archive);
        return staged;
    }

    void keep(Path staged, String plugin) throws IOException {
        Path target = folder.resolve(plugin + SUFFIX);
        try {
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void delete(String plugin) throws IOException {
        Files.deleteIfExists(folder.resolve(plugin + SUFFIX));
    }
}
