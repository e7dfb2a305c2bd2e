package org.trunkline.node.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.secure.OwnerOnly;

/** Makes the data folder one node's own, until closed or the process dies. */
final class NodeLock implements AutoCloseable {
    private static final int LONGEST_PID = 20;

    private final FileChannel channel;
    private final FileLock lock;

    private NodeLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** The folder cannot be used; says why in one line, with the way out. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient PartFailure failure;

        Refused(String code, Path folder, List<String> args, String message) {
            super(message);
            failure = new PartFailure(code, folder.toString(), args, message);
        }

        PartFailure failure() {
            return failure;
        }
    }

    /** Makes the folder where it is missing, for its owner alone, and locks it. */
    static NodeLock take(Path folder) throws Refused {
        try {
            prepare(folder);
            return lock(folder);
        } catch (FileAlreadyExistsException e) {
            throw new Refused("data-folder-is-file", folder, List.of(folder.toString()),
                    "The data folder " + folder + " cannot be made, a file is in its place: choose another with --data");
        } catch (AccessDeniedException | NoSuchFileException e) {
            throw unwritable(folder, "no permission");
        } catch (IOException e) {
            throw unwritable(folder, String.valueOf(e.getMessage()));
        }
    }

    private static Refused unwritable(Path folder, String why) {
        return new Refused("data-folder-unwritable", folder, List.of(folder.toString(), why), "The data folder " + folder
                + " cannot be written (" + why + "): change its owner or choose another with --data");
    }

    private static void prepare(Path folder) throws IOException, Refused {
        OwnerOnly.folder(folder); // one that exists keeps what its owner chose; secrets in it have rights of their own
        if (!Files.isWritable(folder))
            throw unwritable(folder, "no permission");
    }

    private static NodeLock lock(Path folder) throws IOException, Refused {
        var channel = FileChannel.open(folder.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false); // past the pid, so that others may read that
            if (lock == null)
                throw taken(folder, owner(channel));
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)), 0);
            return new NodeLock(channel, lock);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(folder, "this process");
        } catch (IOException | Refused e) {
            channel.close();
            throw e;
        }
    }

    private static Refused taken(Path folder, String owner) {
        return new Refused("data-folder-in-use", folder, List.of(folder.toString(), owner), "Another node (" + owner
                + ") runs on the data folder " + folder + ": stop it or choose another folder with --data");
    }

    private static String owner(FileChannel channel) throws IOException {
        var pid = ByteBuffer.allocate(LONGEST_PID);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), US_ASCII).strip();
        return text.matches("\\d+") ? "process " + text : "process unknown";
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
