package org.trunkline.cli.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;

import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.wire.ManifestJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** Reads what the plug-in of an archive says of itself; the node checks it. */
final class ArchivedAbout {
    private static final int MOST = 1 << 20;

    private ArchivedAbout() {}

    static PluginAbout of(Path archive) throws CommandException {
        try (var zip = new ZipFile(archive.toFile())) {
            var entry = zip.getEntry("plugin.json");
            if (entry == null)
                throw CommandException.failed(archive + " has no plugin.json: it is not an archive of a plug-in");
            try (var in = zip.getInputStream(entry)) {
                return ManifestJson.read(Json.parseRequest(in.readNBytes(MOST))).draft().about();
            }
        } catch (IOException | MalformedJsonException e) {
            throw CommandException.failed(archive + " is not a sound archive (" + e.getMessage() + "): pack it again");
        }
    }
}
