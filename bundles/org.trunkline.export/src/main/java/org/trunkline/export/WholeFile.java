package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** A file that appears when it is whole, or not at all: what was there before stays until then. */
public final class WholeFile {
    private static final long NO_ROOM = 1 << 16;

    /** Fills a stream. @param <X> what else may go wrong */
    @FunctionalInterface
    public interface Content<T, X extends Exception> {
        T writeTo(OutputStream out) throws IOException, X;
    }

    private WholeFile() {}

    /**
     * @return what the content returned
     * @throws IOException that names the file, and says where the disk is full; nothing is left of it
     */
    public static <T, X extends Exception> T write(Path file, Content<T, X> content) throws IOException, X {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            T result;
            try (var out = Files.newOutputStream(part)) {
                result = content.writeTo(out);
            }
            move(part, file);
            return result;
        } catch (IOException e) {
            throw told(file, e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static IOException told(Path file, IOException e) {
        if (full(file, e))
            return new IOException("The disk of " + file + " is full: nothing was written, and what there was of the file"
                    + " has been removed. Make room, or choose another place", e);
        return new IOException(file + " cannot be written: " + e.getMessage(), e);
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
