package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.plugin.internal.archive.PluginArchive;

/**
 * Where plug-ins are on the disk, for the owner alone: {@code plugins/ID/VERSION-HASH} holds an archive with its unpacked
 * bundles, {@code plugins/ID/files} what the plug-in keeps itself.
 */
final class PluginFolders {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);
    static final String ARCHIVE = "archive.tlp";
    private static final String STAGING = ".staging";
    private static final String BUNDLES = "bundles";
    private static final int HASH_SHOWN = 12;

    private final Path root;
    private final AtomicLong runs = new AtomicLong();

    /** What an earlier run left half-done is deleted. */
    PluginFolders(Path root) throws IOException {
        this.root = root;
        OwnerOnly.folder(root);
        delete(root.resolve(STAGING));
        OwnerOnly.folder(root.resolve(STAGING));
    }

    Path state() {
        return root.resolve("state.json");
    }

    private Path of(String id) {
        return root.resolve(id);
    }

    Path archive(String id, String folder) {
        return of(id).resolve(folder).resolve(ARCHIVE);
    }

    /** For the plug-in's own files. */
    Path files(String id) throws IOException {
        OwnerOnly.folder(of(id));
        return OwnerOnly.folder(of(id).resolve("files"));
    }

    /** An archive on its way in; to be deleted where it is refused. */
    Path stage(byte[] archive) throws IOException {
        var file = Files.createTempFile(root.resolve(STAGING), "archive", ".tlp");
        Files.write(file, archive);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return file;
    }

    /** @return the name of the folder that it is in now */
    String keep(PluginArchive archive, String sha256) throws IOException {
        var about = archive.manifest().about();
        var name = about.version() + "-" + sha256.substring(0, HASH_SHOWN);
        OwnerOnly.folder(of(about.id()));
        delete(of(about.id()).resolve(name));
        OwnerOnly.folder(of(about.id()).resolve(name));
        Files.move(archive.file(), archive(about.id(), name), StandardCopyOption.ATOMIC_MOVE);
        return name;
    }

    /**
     * Into a folder of its own each time: a former run of the same version may still read its files.
     *
     * @return the folder
     */
    Path unpackingFolder(PluginArchive archive) throws IOException {
        return OwnerOnly.folder(archive.file().resolveSibling(BUNDLES + "-" + runs.incrementAndGet()));
    }

    /** What runs of an earlier process unpacked. */
    void forgetRuns(PluginRecord record) throws IOException {
        for (var build : Stream.concat(Stream.of(record.current()), record.previous().stream()).toList())
            try (var found = Files.newDirectoryStream(of(record.id()).resolve(build.folder()), BUNDLES + "*")) {
                for (var bundles : found)
                    delete(bundles);
            } catch (NoSuchFileException e) {
                // told when it is to be started
            }
    }

    void deleteBuild(String id, String folder) throws IOException {
        delete(of(id).resolve(folder));
    }

    void deleteAll(String id) throws IOException {
        delete(of(id));
    }

    @FunctionalInterface
    interface Deletion {
        void run() throws IOException;
    }

    /** What stays on the disk does no harm. */
    static void tryDelete(Deletion deletion) {
        try {
            deletion.run();
        } catch (IOException e) {
            LOG.warn("files of a plug-in were not deleted: {}", e.getMessage());
        }
    }

    /** Does not follow links. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS))
            return;
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null)
                    throw failure;
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
