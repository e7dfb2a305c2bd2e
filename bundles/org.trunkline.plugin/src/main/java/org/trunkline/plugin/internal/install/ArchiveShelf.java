package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.plugin.internal.archive.ManifestRules;
import org.trunkline.plugin.internal.archive.PluginArchive;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.archive.Signer;
import org.trunkline.plugin.internal.install.PluginRecord.Build;

/** Archives on their way in, and those that are kept. */
final class ArchiveShelf {
    private final PluginFolders folders;
    private final ManifestRules rules;
    private final Trust trust;

    ArchiveShelf(PluginFolders folders, ManifestRules rules, Trust trust) {
        this.folders = folders;
        this.rules = rules;
        this.trust = trust;
    }

    /** A verified archive that is not kept yet. */
    final class Staged implements AutoCloseable {
        private final PluginArchive archive;
        private final String sha256;

        private Staged(PluginArchive archive, String sha256) {
            this.archive = archive;
            this.sha256 = sha256;
        }

        PluginArchive archive() {
            return archive;
        }

        String id() {
            return archive.manifest().about().id();
        }

        String sha256() {
            return sha256;
        }

        /** Puts it into a folder of its own. */
        Build keep() throws IOException {
            return new Build(archive.manifest().about().version(), folders.keep(archive, sha256), sha256,
                    archive.signer().map(Signer::name).orElse(""), archive.signer().map(Signer::fingerprint).orElse(""),
                    archive.signer().map(Signer::key).orElse(""));
        }

        /** Deletes it, unless it was kept. */
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(archive.file());
        }
    }

    /** Checks everything that can be checked without running it. */
    Staged stage(byte[] bytes) throws RefusedArchiveException, IOException {
        if (bytes.length > Plugins.MAX_ARCHIVE)
            throw new RefusedArchiveException(List.of(new FieldError("archive", "archive-too-large",
                    List.of(String.valueOf(bytes.length), String.valueOf(Plugins.MAX_ARCHIVE)), "The archive has " + bytes.length
                            + " bytes; " + Plugins.MAX_ARCHIVE + " are allowed")));
        var file = folders.stage(bytes);
        boolean sound = false;
        try {
            var archive = PluginArchive.read(file, rules);
            trust.checkNew(archive);
            sound = true;
            return new Staged(archive, PluginFolders.sha256(bytes));
        } finally {
            if (!sound)
                Files.deleteIfExists(file);
        }
    }

    /** Verifies one that is kept: its file may have been changed. */
    PluginArchive verified(String id, Build build) throws RefusedArchiveException, IOException {
        var file = folders.archive(id, build.folder());
        if (!Files.isRegularFile(file))
            throw gone(id, "archive-missing", file + " is missing. Install " + id + " again");
        bytes(id, build);
        var archive = PluginArchive.read(file, rules);
        trust.check(archive.signer());
        return archive;
    }

    /**
     * Why an archive is not an update of what is installed, whose settings and secrets it would get: its publisher is another. One that
     * was not signed has no publisher; with the developer switch anybody may follow.
     */
    Optional<FieldError> otherPublisher(PluginArchive next, Build installed) {
        if (trust.developer() || installed.key().isEmpty() || next.signer().map(Signer::key).filter(installed.key()::equals).isPresent())
            return Optional.empty();
        var publisher = next.signer().map(Signer::name).orElse("");
        return Optional.of(new FieldError("archive", "other-publisher", List.of(publisher, installed.publisher()), "The archive is signed by "
                + publisher + ", the installed version by " + installed.publisher()
                + " with another key. Get the update from the same publisher, or remove the plug-in first"));
    }

    /** Exactly what was installed. */
    byte[] bytes(String id, Build build) throws RefusedArchiveException, IOException {
        var bytes = Files.readAllBytes(folders.archive(id, build.folder()));
        if (!PluginFolders.sha256(bytes).equals(build.sha256()))
            throw gone(id, "archive-altered", "The archive of " + id + " on the node's disk was changed. Install " + id + " again");
        return bytes;
    }

    private static RefusedArchiveException gone(String id, String code, String message) {
        return new RefusedArchiveException(List.of(new FieldError("archive", code, List.of(id), message)));
    }

    /** What an archive elsewhere holds, without trust being asked for. */
    PluginArchive look(Path file) throws RefusedArchiveException, IOException {
        return PluginArchive.read(file, rules);
    }

    Optional<FieldError> wrong(PluginArchive archive) {
        try {
            trust.checkNew(archive);
            return Optional.empty();
        } catch (RefusedArchiveException e) {
            return Optional.of(e.errors().getFirst());
        }
    }
}
