package org.trunkline.api.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A node that takes no files. */
final class NoFiles implements FileExchange {
    @Override
    public Optional<FileRules> rules() {
        return Optional.empty();
    }

    @Override
    public FileAccess signIn(FileSignIn request) {
        return new FileAccess.Denied();
    }

    @Override
    public StoredFile store(String subscriber, OfferedFile offered, InputStream content) throws FileRefusedException {
        throw new FileRefusedException(FileRefusedException.Reason.OFF, "This node takes no files");
    }

    @Override
    public Optional<StoredFile> find(String id) {
        return Optional.empty();
    }

    @Override
    public void write(StoredFile file, OutputStream out) throws IOException {
        throw new IOException("there is no such file");
    }
}
