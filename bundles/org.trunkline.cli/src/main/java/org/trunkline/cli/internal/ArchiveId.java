package org.trunkline.cli.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;

import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** Finds out which plug-in an archive is of. */
final class ArchiveId {
    private static final int MOST = 1 << 20;

    private ArchiveId() {}

    static String of(Path archive) throws CommandException {
        try (var zip = new ZipFile(archive.toFile())) {
            var entry = zip.getEntry("plugin.json");
            if (entry == null)
                throw CommandException.failed(archive + " has no plugin.json: it is not an archive of a plug-in");
            try (var in = zip.getInputStream(entry)) {
                return Json.parseRequest(in.readNBytes(MOST)).path("id").asText();
            }
        } catch (IOException | MalformedJsonException e) {
            throw CommandException.failed(archive + " is not a sound archive (" + e.getMessage() + "): pack it again");
        }
    }
}
