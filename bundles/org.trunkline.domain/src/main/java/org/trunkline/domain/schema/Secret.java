package org.trunkline.domain.schema;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A password as a field of an entry: given when it is set, and never told again. Entries that are read have none; saving
 * one without a value keeps the one there is.
 */
public record Secret(Optional<String> given) {
    public static final Secret KEPT = new Secret(Optional.empty());

    public Secret {
        requireNonNull(given);
    }

    public static Secret of(String value) {
        return new Secret(Optional.of(value));
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return given.isPresent() ? "Secret[given]" : "Secret[kept]";
    }
}
