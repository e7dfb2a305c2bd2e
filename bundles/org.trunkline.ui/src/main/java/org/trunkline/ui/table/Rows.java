package org.trunkline.ui.table;

import java.util.Optional;

/** What a table shows now. UI thread only. */
interface Rows<T> {
    int count();

    /** Empty while the row is being fetched, or beyond the end. */
    Optional<T> row(int index);

    /** Position of the row with this key, or -1 where it is not there or not loaded. */
    int indexOf(Object key);

    void sort(Optional<Sort> sort);
}
