package org.trunkline.cli.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/**
 * A bundle that a project built.
 *
 * @param name file name within the archive
 */
record BuiltBundle(String name, byte[] bytes) {

    /** @param qualifier for the bundle's version, so that each build is another one; empty to leave it as it is */
    static BuiltBundle read(Path jar, String qualifier) throws CommandException {
        try {
            var bytes = Files.readAllBytes(jar);
            try (var in = new JarInputStream(new ByteArrayInputStream(bytes))) {
                var manifest = in.getManifest();
                if (manifest == null || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null)
                    throw CommandException.failed(jar + " is not an OSGi bundle (no Bundle-SymbolicName): build it with"
                            + " bnd-maven-plugin, as projects of trunkline plugin new do");
                return new BuiltBundle(jar.getFileName().toString(), qualifier.isEmpty() ? bytes : qualified(in, qualifier));
            }
        } catch (IOException e) {
            throw CommandException.failed(jar + " cannot be read (" + e.getMessage() + "): build the project again");
        }
    }

    private static byte[] qualified(JarInputStream in, String qualifier) throws IOException {
        var manifest = in.getManifest();
        var main = manifest.getMainAttributes();
        var version = main.getValue("Bundle-Version");
        main.putValue("Bundle-Version", (version == null ? "0.0.0" : version.replaceAll("^(\\d+\\.\\d+\\.\\d+).*", "$1"))
                + "." + qualifier);
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes, manifest)) {
            for (JarEntry entry; (entry = in.getNextJarEntry()) != null;) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME))
                    continue;
                var copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                in.transferTo(out);
            }
        }
        return bytes.toByteArray();
    }
}
