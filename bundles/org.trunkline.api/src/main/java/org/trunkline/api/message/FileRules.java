package org.trunkline.api.message;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Which files are accepted.
 *
 * @param maxBytes of one file
 * @param types media types in lower case; {@code image/*} for all pictures, an asterisk on both sides for all
 * @param address scheme, host and port of the links, such as {@code https://node.example.com:8060}; empty for those of the upload
 */
public record FileRules(long maxBytes, List<String> types, String address) {
    public FileRules {
        types = List.copyOf(types);
        requireNonNull(address);
    }
}
