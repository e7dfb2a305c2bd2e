package org.trunkline.ui.table;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import org.trunkline.api.node.Node;

/** Groups of a result that is too long to hold: the node counts them. */
public interface GroupSource<T> {
    /** Whether rows can be grouped by the column. UI thread; returns at once. */
    boolean groups(String column);

    /**
     * Called in a job, off the UI thread.
     *
     * @return most rows first
     * @throws Exception whatever the api throws; the table shows its message with a retry
     */
    List<Group<T>> read(Node node, String column) throws Exception;

    /**
     * One group.
     *
     * @param label the value that its rows have in common, as a cell shows it; each once
     * @param rows of the group alone
     * @param sums asked for once the group is in view
     */
    record Group<T>(String label, long count, RowSource<T> rows, Sums sums) {
        public Group {
            requireNonNull(label);
            requireNonNull(rows);
            requireNonNull(sums);
        }
    }

    /** What the rows of a group make together. */
    @FunctionalInterface
    interface Sums {
        /**
         * Called in a job, off the UI thread.
         *
         * @return by the id of a column, as its cell shows it
         * @throws Exception whatever the api throws: the group then has no sums
         */
        Map<String, String> read(Node node) throws Exception;
    }
}
