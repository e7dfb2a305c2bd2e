package org.trunkline.cdr.journal.internal.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import org.trunkline.domain.secure.OwnerOnly;

/** A file that grows at its end. The seam at which tests fill the disk. */
public interface AppendFile extends Closeable {
    /** Opens files for appending, and makes them where they are not there. */
    @FunctionalInterface
    interface Opener {
        AppendFile open(Path path) throws IOException;
    }

    /** Writes all of it at the position, or throws with some of it written. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Data is on the disk when it returns. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    static AppendFile open(Path path) throws IOException {
        var channel = FileChannel.open(path, Set.of(StandardOpenOption.CREATE,
                StandardOpenOption.WRITE), OwnerOnly.file(path));
        return new AppendFile() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                for (long at = position; bytes.hasRemaining();)
                    at += channel.write(bytes, at);
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
