package org.trunkline.ui.trunks.internal.view;

import java.util.Optional;

import org.trunkline.ui.CatalogPages;
import org.trunkline.ui.trunks.internal.model.Entry;

/** Whether the entries that were read have the one to select. */
enum WantedEntry {
    THERE(""),
    /** The entries are read once more: it may have been saved since. */
    NOT_YET(""),
    /** There are more entries than the table reads. */
    NOT_READ("entries.not-read"),
    GONE("entries.gone");

    private final String problem;

    WantedEntry(String problem) {
        this.problem = problem;
    }

    /** @param again whether the entries are read once more */
    static WantedEntry in(CatalogPages.Found<Entry> found, String key, boolean again) {
        if (found.entries().stream().anyMatch(entry -> entry.key().equals(key)))
            return THERE;
        return again ? NOT_YET : found.entries().size() < found.total() ? NOT_READ : GONE;
    }

    /** Key of what the user is told. */
    Optional<String> problem() {
        return Optional.of(problem).filter(key -> !key.isEmpty());
    }
}
