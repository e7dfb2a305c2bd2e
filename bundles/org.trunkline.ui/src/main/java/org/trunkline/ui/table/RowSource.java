package org.trunkline.ui.table;

import java.util.Optional;

import org.trunkline.api.Page;
import org.trunkline.api.node.Node;

/** Rows by position, for tables too long to hold. */
@FunctionalInterface
public interface RowSource<T> {
    /**
     * Called in a job, off the UI thread.
     *
     * @param offset from 0
     * @param limit 1 to 500
     * @param sort as clicked on a column head
     * @return the rows, and as total how many there are in all
     * @throws Exception whatever the api throws; the table shows its message with a retry
     */
    Page<T> fetch(Node node, long offset, int limit, Optional<Sort> sort) throws Exception;
}
