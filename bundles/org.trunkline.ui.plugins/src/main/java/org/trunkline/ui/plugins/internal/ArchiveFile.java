package org.trunkline.ui.plugins.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;

import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.wire.ManifestJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * An archive on this computer, before a node has checked it.
 *
 * @param about empty where it cannot be read: the node says why
 */
record ArchiveFile(Path file, byte[] bytes, Optional<PluginAbout> about) {
    private static final int LONGEST_JSON = 256 << 10;

    /** Not on the UI thread. */
    static ArchiveFile read(Path file) throws IOException {
        return new ArchiveFile(file, Files.readAllBytes(file), about(file));
    }

    private static Optional<PluginAbout> about(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            var entry = zip.getEntry("plugin.json");
            if (entry == null)
                return Optional.empty();
            try (InputStream in = zip.getInputStream(entry)) {
                return Optional.of(ManifestJson.read(Json.parseRequest(in.readNBytes(LONGEST_JSON))).draft().about());
            }
        } catch (IOException | MalformedJsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
