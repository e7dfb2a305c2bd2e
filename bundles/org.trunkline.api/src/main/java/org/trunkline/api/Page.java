package org.trunkline.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A bounded part of a list.
 *
 * @param total size of the whole list
 * @param next pass as {@code after} for the following page; empty on the last
 * @param partial why the list and the total are incomplete; empty if they are complete
 */
public record Page<T>(List<T> items, long total, Optional<String> next, Optional<Partial> partial) {
    public Page {
        items = List.copyOf(items);
        requireNonNull(next);
        requireNonNull(partial);
    }

    /**
     * True for a page that took too long: it is empty, so that no item is lost, and {@code next} asks for the same page
     * with more time. A page that also fails its last try contains the items found, and is marked as partial.
     */
    public boolean isCutShort() {
        return items.isEmpty() && next.isPresent() && partial.equals(Optional.of(Partial.TIME));
    }

    /** A complete list. */
    public Page(List<T> items, long total, Optional<String> next) {
        this(items, total, next, Optional.empty());
    }
}
