package org.trunkline.plugin.internal.archive;

import static org.trunkline.plugin.internal.archive.RefusedArchiveException.error;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.trunkline.api.FieldError;

/** Whether a path of {@code plugin.json} is an OSGi bundle. */
final class BundleCheck {
    private static final int LONGEST_MANIFEST = 1 << 20;
    private static final String SYMBOLIC_NAME = "Bundle-SymbolicName";

    private BundleCheck() {}

    /** @param field path within {@code plugin.json} */
    static Optional<FieldError> check(JarFile archive, String path, String field) throws IOException, RefusedArchiveException {
        var entry = archive.getEntry(path);
        if (entry == null || entry.isDirectory())
            return Optional.of(error(field, "no-such-bundle", field + ": the archive has no entry \"" + path + "\"", path));
        try (var in = archive.getInputStream(entry)) {
            if (symbolicName(in).isPresent())
                return Optional.empty();
        }
        return Optional.of(error(field, "not-a-bundle", field + ": " + path
                + " is not an OSGi bundle: its manifest has no " + SYMBOLIC_NAME, path));
    }

    private static Optional<String> symbolicName(InputStream bundle) throws IOException, RefusedArchiveException {
        var zip = new ZipInputStream(new BoundedStream(bundle, ArchiveEntries.MOST_UNPACKED));
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                if (entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
                    return Optional.ofNullable(new Manifest(new ByteArrayInputStream(zip.readNBytes(LONGEST_MANIFEST)))
                            .getMainAttributes().getValue(SYMBOLIC_NAME));
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof BoundedStream.TooMuch)
                throw ArchiveEntries.tooMuch();
            return Optional.empty(); // broken: not a bundle either
        }
    }
}
