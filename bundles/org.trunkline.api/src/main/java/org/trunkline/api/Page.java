package org.trunkline.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A bounded part of a list.
 *
 * @param total size of the whole list
 * @param next pass as {@code after} for the following page; empty on the last
 * @param partial why the list is not whole, and the total but what was found until then; empty where it is
 */
public record Page<T>(List<T> items, long total, Optional<String> next, Optional<Partial> partial) {
    public Page {
        items = List.copyOf(items);
        requireNonNull(next);
        requireNonNull(partial);
    }

    /** Of a whole list. */
    public Page(List<T> items, long total, Optional<String> next) {
        this(items, total, next, Optional.empty());
    }
}
