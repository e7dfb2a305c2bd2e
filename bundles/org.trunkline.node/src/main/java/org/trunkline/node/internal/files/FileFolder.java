package org.trunkline.node.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.node.internal.files.SealedFile.About;

/**
 * The folder of stored files. A file has its name there only once it is whole: what a crash leaves is deleted at the next start.
 * <b>Threads:</b> any; blocks on the disk.
 */
final class FileFolder {
    private static final Logger LOG = LoggerFactory.getLogger(FileFolder.class);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final String PART = ".part";

    /** @param bytes of the content */
    record Kept(About about, long bytes) {}

    private final Path folder;
    private final SecretBox secrets;
    private final Map<String, Kept> files = new ConcurrentHashMap<>();
    /** Sealed by another key, with the time of their last change: deleted when they are as old as the oldest may be. */
    private final Map<String, Instant> unreadable = new ConcurrentHashMap<>();

    /** @throws IOException if the folder cannot be read */
    FileFolder(Path folder, SecretBox secrets) throws IOException {
        this.folder = folder;
        this.secrets = secrets;
        if (!Files.isDirectory(folder))
            return;
        try (var found = Files.list(folder)) {
            for (var each : (Iterable<Path>) found::iterator)
                load(each, each.getFileName().toString());
        }
        if (!unreadable.isEmpty())
            LOG.warn("{} files in {} cannot be read: secret.key is not the one they were sealed with. They are deleted when they are too old",
                    unreadable.size(), folder);
    }

    private void load(Path file, String name) throws IOException {
        if (name.endsWith(PART)) {
            Files.deleteIfExists(file);
        } else if (NAME.matcher(name).matches()) {
            try {
                var head = SealedFile.head(file, name, secrets);
                files.put(name, new Kept(head.about(), head.bytes()));
            } catch (IOException | IllegalArgumentException e) {
                LOG.debug("{}: {}", name, e.getMessage());
                unreadable.put(name, Files.getLastModifiedTime(file).toInstant());
            }
        }
    }

    /** @param name 64 hexadecimal digits */
    Optional<Kept> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    List<Kept> all() {
        return List.copyOf(files.values());
    }

    /** Stores a file, whole or not at all. */
    Kept add(String name, About about, InputStream content) throws IOException {
        OwnerOnly.folder(folder);
        var part = folder.resolve(name + PART);
        try {
            var kept = new Kept(about, SealedFile.write(part, name, about, secrets, content));
            OwnerOnly.replace(part, folder.resolve(name));
            sync();
            files.put(name, kept);
            return kept;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Makes the new name outlive a power cut, where the system can do that for folders. */
    private void sync() {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.trace("folders cannot be synchronised here", e);
        }
    }

    void read(String name, OutputStream out) throws IOException {
        SealedFile.read(folder.resolve(name), name, secrets, out);
    }

    /** @param unreadableBefore those that cannot be read go by their time @return how many are gone */
    long remove(Predicate<About> chosen, Instant unreadableBefore) {
        long gone = 0;
        for (var each : files.entrySet())
            if (chosen.test(each.getValue().about()) && delete(each.getKey())) {
                files.remove(each.getKey());
                gone++;
            }
        for (var each : unreadable.entrySet())
            if (each.getValue().isBefore(unreadableBefore) && delete(each.getKey())) {
                unreadable.remove(each.getKey());
                gone++;
            }
        return gone;
    }

    private boolean delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
            return true;
        } catch (IOException e) {
            LOG.warn("a stored file cannot be deleted: {}", e.getMessage());
            return false;
        }
    }

    /** Gives the files of a subscriber to its new name. */
    void renamed(String from, String to) {
        for (var each : files.entrySet())
            if (each.getValue().about().owner().equals(from))
                rename(each.getKey(), each.getValue().about().of(to), each.getValue().bytes());
    }

    private void rename(String name, About about, long bytes) {
        var part = folder.resolve(name + PART);
        try {
            SealedFile.copy(folder.resolve(name), part, name, about, secrets);
            OwnerOnly.replace(part, folder.resolve(name));
            files.replace(name, new Kept(about, bytes));
        } catch (IOException e) {
            LOG.warn("a stored file does not move to the new name {}: {}", about.owner(), e.getMessage());
        }
    }

    long usable() throws IOException {
        return Files.getFileStore(Files.isDirectory(folder) ? folder : folder.toAbsolutePath().getParent()).getUsableSpace();
    }
}
