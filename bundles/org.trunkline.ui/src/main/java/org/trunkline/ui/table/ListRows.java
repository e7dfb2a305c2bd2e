package org.trunkline.ui.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A short list held whole: filtered by words and sorted here. */
final class ListRows<T> implements Rows<T> {
    /**
     * Keeps the rows that show a value in a column, or those that do not.
     *
     * @param text as a cell of the column shows it
     * @param not the others
     */
    record OnlyValue<T>(Column<T> column, String text, boolean not) {
        boolean holds(T row) {
            return column.text().apply(row).equals(text) != not;
        }
    }

    private final List<Column<T>> columns;
    private final Function<T, ?> key;
    private List<T> all = List.of();
    private List<T> shown = List.of();
    private String[] words = {};
    private List<OnlyValue<T>> values = List.of();
    private Optional<Comparator<T>> order = Optional.empty();

    ListRows(List<Column<T>> columns, Function<T, ?> key) {
        this.columns = columns;
        this.key = key;
    }

    void set(List<T> rows) {
        all = List.copyOf(rows);
        arrange();
    }

    /** Keeps the rows that hold each word in some column. */
    void filter(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        words = plain.isEmpty() ? new String[0] : plain.split("\\s+");
        arrange();
    }

    /** Keeps the rows for which each of these holds, too. */
    void keep(List<OnlyValue<T>> only) {
        values = List.copyOf(only);
        arrange();
    }

    @Override
    public void sort(Optional<Sort> sort) {
        order = sort.flatMap(s -> columns.stream().filter(c -> c.id().equals(s.column())).findFirst()
                .flatMap(Column::order).map(o -> s.descending() ? o.reversed() : o));
        arrange();
    }

    private void arrange() {
        var rows = new ArrayList<T>(all.size());
        for (T row : all)
            if (matches(row))
                rows.add(row);
        order.ifPresent(rows::sort);
        shown = rows;
    }

    private boolean matches(T row) {
        if (!values.stream().allMatch(value -> value.holds(row)))
            return false;
        for (String word : words)
            if (columns.stream().noneMatch(c -> c.text().apply(row).toLowerCase(Locale.ROOT).contains(word)))
                return false;
        return true;
    }

    int total() {
        return all.size();
    }

    List<T> shown() {
        return shown;
    }

    @Override
    public int count() {
        return shown.size();
    }

    @Override
    public Optional<T> row(int index) {
        return index >= 0 && index < shown.size() ? Optional.of(shown.get(index)) : Optional.empty();
    }

    @Override
    public Optional<T> known(int index) {
        return row(index);
    }

    @Override
    public List<Integer> positions(Set<?> keys) {
        return IntStream.range(0, shown.size()).filter(i -> keys.contains(key.apply(shown.get(i)))).boxed().toList();
    }
}
