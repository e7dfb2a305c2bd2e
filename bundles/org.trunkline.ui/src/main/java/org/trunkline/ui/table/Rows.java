package org.trunkline.ui.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a table shows now. UI thread only. */
interface Rows<T> {
    int count();

    /** Empty while the row is being fetched, or beyond the end. */
    Optional<T> row(int index);

    /** As {@link #row}, and fetches nothing. */
    Optional<T> known(int index);

    /** Positions of the rows with these keys, in order; without those that are not there or not loaded. */
    List<Integer> positions(Set<?> keys);

    void sort(Optional<Sort> sort);

    /** The line of a group at this position; empty where a row is. */
    default Optional<GroupLine> group(int index) {
        return Optional.empty();
    }

    /**
     * The line above the rows of a group.
     *
     * @param text its value and how many rows it has
     * @param open whether its rows are shown
     * @param sums by the id of a column
     */
    record GroupLine(String text, boolean open, Map<String, String> sums) {}
}
