package org.trunkline.api.message;

import static java.util.Objects.requireNonNull;

/**
 * A file as its sender describes it.
 *
 * @param name may hold folders and characters that are not allowed
 * @param type media type; empty where it is not known
 * @param mostBytes upper bound of its length, such as that of the request; negative where it is not known
 */
public record OfferedFile(String name, String type, long mostBytes) {
    public OfferedFile {
        requireNonNull(name);
        requireNonNull(type);
    }
}
