package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.secure.OwnerOnly;
import org.trunkline.export.CaseFile;
import org.trunkline.export.Pseudonyms;
import org.trunkline.export.WholeFile;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * The keys of case files' pseudonyms: one for each record, for the node's owner alone. A user who asks for a case file again
 * gets the same pseudonyms, and no second key. <b>Threads:</b> any.
 */
final class CaseKeyFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CaseKeyFolder.class);
    private static final String SUFFIX = ".case-key.json";

    private final Path folder;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();

    /** @param folder made with the first key */
    CaseKeyFolder(Path folder) {
        this.folder = folder;
    }

    /** The key's file of a record. */
    static String name(CallId record) {
        return record + SUFFIX;
    }

    /**
     * The same case with nobody named in it. Its key is kept first: a case file whose key was lost could never be read again.
     *
     * @throws Problem where the key cannot be read or kept
     */
    CaseFile hide(CaseFile named) throws Problem {
        Path file = folder.resolve(name(named.record().id()));
        lock.lock();
        try {
            byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            var pseudonyms = before.length == 0 ? Pseudonyms.fresh(random) : Pseudonyms.read(before);
            var hidden = pseudonyms.hide(named);
            byte[] after = pseudonyms.keyFile();
            if (!Arrays.equals(before, after)) // somebody new is in it, such as in a ladder that came later
                write(file, after);
            return hidden;
        } catch (IOException e) {
            throw notKept(file, e.getMessage(), "free space there");
        } catch (MalformedJsonException e) {
            throw notKept(file, "it is damaged: " + e.getMessage(), "move it away; the node then creates a new key");
        } finally {
            lock.unlock();
        }
    }

    private static Problem notKept(Path file, String why, String wayOut) {
        LOG.warn("the pseudonym key of a case file cannot be stored: {}: {}", file, why);
        return Problem.of(507, "key-not-kept", "The key cannot be stored", "The pseudonym key cannot be stored in " + file
                + " (" + why + "): " + wayOut + ", or take the case file without pseudonyms");
    }

    private void write(Path file, byte[] key) throws IOException {
        OwnerOnly.folder(folder);
        WholeFile.<Void, IOException>writeForOwner(file, out -> {
            out.write(key);
            return null;
        });
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true); // before the case file goes out
        }
    }
}
