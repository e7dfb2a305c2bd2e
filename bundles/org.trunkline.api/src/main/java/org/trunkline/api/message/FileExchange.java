package org.trunkline.api.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Files that subscribers send each other with text messages. A service of a running node. The files are stored encrypted and expire.
 * <b>Threads:</b> any but the UI thread; all but {@link #rules} may block on the disk.
 */
public interface FileExchange {
    /** Takes no files. */
    FileExchange NONE = new NoFiles();

    /** What is accepted now; empty while it is switched off. */
    Optional<FileRules> rules();

    /** Who sends a request, by the credentials of a subscriber's phone (RFC 7616). */
    FileAccess signIn(FileSignIn request);

    /**
     * Stores a file. It is on the disk when this returns; of one that is cut short nothing is left.
     *
     * @param subscriber who sends it
     * @param offered what it is, as its sender says
     * @param content read to its end
     * @throws FileRefusedException if the rules do not allow it, or there is no room
     * @throws IOException if the content ends early, or the disk fails
     */
    StoredFile store(String subscriber, OfferedFile offered, InputStream content) throws FileRefusedException, IOException;

    /** Empty where there is no such file, or no longer. @param id of a {@link StoredFile} */
    Optional<StoredFile> find(String id);

    /** Writes the content of a file. @throws IOException if it cannot be read, or the stream fails */
    void write(StoredFile file, OutputStream out) throws IOException;
}
