package org.trunkline.ui.table;

import static java.util.Objects.requireNonNull;

/** What a table is sorted by. @param column its id */
public record Sort(String column, boolean descending) {
    public Sort {
        requireNonNull(column);
    }
}
