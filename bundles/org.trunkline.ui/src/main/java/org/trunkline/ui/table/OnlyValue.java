package org.trunkline.ui.table;

/**
 * Keeps the rows of a list that show a value in a column, or those that do not.
 *
 * @param text as a cell of the column shows it
 * @param not the others
 */
record OnlyValue<T>(Column<T> column, String text, boolean not) {
    boolean holds(T row) {
        return column.text().apply(row).equals(text) != not;
    }
}
