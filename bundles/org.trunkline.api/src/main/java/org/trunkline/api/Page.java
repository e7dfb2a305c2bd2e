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

    /**
     * True for a page that took too long: it has no items, so that none is lost, and {@code next} asks for the same page
     * with more time. A page that is not finished in its last try has what was found until then, and is marked.
     */
    public boolean isCutShort() {
        return items.isEmpty() && next.isPresent() && partial.equals(Optional.of(Partial.TIME));
    }

    /** Of a whole list. */
    public Page(List<T> items, long total, Optional<String> next) {
        this(items, total, next, Optional.empty());
    }
}
