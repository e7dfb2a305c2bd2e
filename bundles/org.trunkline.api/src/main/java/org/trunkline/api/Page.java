package org.trunkline.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A bounded part of a list.
 *
 * @param total size of the whole list
 * @param next pass as {@code after} for the following page; empty on the last
 */
public record Page<T>(List<T> items, long total, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
        requireNonNull(next);
    }
}
