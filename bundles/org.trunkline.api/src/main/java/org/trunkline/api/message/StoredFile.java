package org.trunkline.api.message;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A file that the node stores.
 *
 * @param id 43 letters and digits that nobody can guess: who knows it may fetch the file
 * @param name without folders and without characters that a file system does not take
 * @param type media type, in lower case
 * @param until when it is deleted
 */
public record StoredFile(String id, String name, String type, long bytes, Instant until) {
    public StoredFile {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(until);
    }

    /** Tells no id. */
    @Override
    public String toString() {
        return "StoredFile[" + bytes + " bytes of " + type + "]";
    }
}
