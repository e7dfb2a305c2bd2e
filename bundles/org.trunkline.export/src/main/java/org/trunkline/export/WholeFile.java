package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.domain.secure.OwnerOnly;

/** A file that appears when it is whole, or not at all: what was there before stays until then. */
public final class WholeFile {
    private static final long NO_ROOM = 1 << 16;

    /** Fills a stream. @param <X> what else may go wrong */
    @FunctionalInterface
    public interface Content<T, X extends Exception> {
        T writeTo(OutputStream out) throws IOException, X;
    }

    /** The file was not written, and nothing is left of it. */
    public static final class NotWritten extends IOException {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final boolean full;

        NotWritten(Path file, boolean full, IOException cause) {
            super(full ? "The disk of " + file + " is full. Nothing was written, and the partial file was removed."
                    + " Free space, or choose another place"
                    : file + " cannot be written: " + cause.getMessage(), cause);
            this.file = file.toString();
            this.full = full;
        }

        /** Whether another export is writing that file now; it goes on. */
        public boolean busy() {
            return getCause() instanceof Busy;
        }

        public String file() {
            return file;
        }

        /** Whether there is no room on its disk. */
        public boolean full() {
            return full;
        }

        /** What the system says. */
        public String reason() {
            return String.valueOf(getCause().getMessage());
        }
    }

    private static final class Busy extends IOException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("another export is writing it now");
        }
    }

    /** Parts that this process writes. */
    private static final Set<Path> WRITTEN = ConcurrentHashMap.newKeySet();

    private WholeFile() {}

    /**
     * @return what the content returned
     * @throws NotWritten that names the file, and says where the disk is full, or another export writes that file now
     */
    public static <T, X extends Exception> T write(Path file, Content<T, X> content) throws NotWritten, X {
        return write(file, content, new FileAttribute<?>[0]);
    }

    /** The same, and nobody but its owner may read it. */
    public static <T, X extends Exception> T writeForOwner(Path file, Content<T, X> content) throws NotWritten, X {
        return write(file, content, OwnerOnly.file(file));
    }

    private static <T, X extends Exception> T write(Path file, Content<T, X> content, FileAttribute<?>[] rights)
            throws NotWritten, X {
        Path part = file.resolveSibling(file.getFileName() + ".part").toAbsolutePath().normalize();
        if (!WRITTEN.add(part))
            throw new NotWritten(file, false, new Busy());
        try {
            return alone(part, file, content, rights);
        } catch (NotWritten other) { // that its content writes beside it
            throw other;
        } catch (IOException e) {
            throw new NotWritten(file, full(file, e), e);
        } finally {
            WRITTEN.remove(part);
        }
    }

    private static <T, X extends Exception> T alone(Path part, Path file, Content<T, X> content, FileAttribute<?>[] rights)
            throws IOException, X {
        clear(part);
        try (var channel = FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
            lock(channel);
            T result;
            try (var out = Channels.newOutputStream(channel)) {
                result = content.writeTo(out);
            }
            move(part, file);
            return result;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** What a process left that was killed; or a link that somebody laid there, which is not followed. */
    private static void clear(Path part) throws IOException {
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS))
            try (var left = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (!lock(left))
                    throw new Busy();
            }
        Files.deleteIfExists(part);
    }

    /** @return false where another process writes there; not every file system knows of that */
    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            return true;
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Each system words it in its own way, so the room left is looked at too. */
    private static boolean full(Path file, IOException e) {
        var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left") || message.contains("not enough space") || message.contains("quota"))
            return true;
        try {
            FileStore store = Files.getFileStore(file.toAbsolutePath().getParent());
            return store.getUsableSpace() < NO_ROOM;
        } catch (IOException unknown) {
            return false;
        }
    }
}
