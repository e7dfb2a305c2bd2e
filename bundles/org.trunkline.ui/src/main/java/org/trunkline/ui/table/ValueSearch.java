package org.trunkline.ui.table;

import java.util.Optional;

/** Searches for the value of a cell, where the rows are a result too long to be filtered here. UI thread only. */
@FunctionalInterface
public interface ValueSearch<T> {
    /**
     * @param column its id
     * @param not everything but this value
     * @return what the menu entry does; empty where the search does not know the column
     */
    Optional<Runnable> of(String column, T row, boolean not);
}
