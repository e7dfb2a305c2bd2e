package org.trunkline.ui.table;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * How a column's values are added up.
 *
 * @param of a row's value, in a unit of the column's own; 0 where it has none
 * @param text of a sum
 */
public record ColumnSum<T>(ToLongFunction<T> of, LongFunction<String> text) {
    String over(List<T> rows) {
        return text.apply(rows.stream().mapToLong(of).sum());
    }
}
