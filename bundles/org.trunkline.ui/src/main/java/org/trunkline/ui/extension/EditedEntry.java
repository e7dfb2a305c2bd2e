package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The entry that an editor shows.
 *
 * @param kind {@code trunk}, {@code number}, {@code subscriber}, {@code ring-group} or {@code route}
 * @param key its name or number, as in the admin API; empty for one that was never saved
 */
public record EditedEntry(String kind, Optional<String> key) {
    public EditedEntry {
        requireNonNull(kind);
        requireNonNull(key);
    }
}
