package org.trunkline.ui.table;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.nebula.widgets.nattable.sort.ISortModel;
import org.eclipse.nebula.widgets.nattable.sort.SortDirectionEnum;

/** One sort column at a time; a click goes ascending, descending, unsorted. */
final class SortState implements ISortModel {
    private final TableSpec<?> spec;
    private final Consumer<Optional<Sort>> changed;
    private Optional<Sort> sort;

    SortState(TableSpec<?> spec, Optional<Sort> sort, Consumer<Optional<Sort>> changed) {
        this.spec = spec;
        this.sort = sort;
        this.changed = changed;
    }

    Optional<Sort> sort() {
        return sort;
    }

    void set(Optional<Sort> newSort) {
        sort = newSort;
        changed.accept(sort);
    }

    @Override
    public void sort(int columnIndex, SortDirectionEnum direction, boolean accumulate) {
        var column = spec.columns().get(columnIndex);
        if (column.order().isEmpty())
            return;
        set(direction == SortDirectionEnum.NONE ? Optional.empty()
                : Optional.of(new Sort(column.id(), direction == SortDirectionEnum.DESC)));
    }

    @Override
    public void clear() {
        set(Optional.empty());
    }

    @Override
    public List<Integer> getSortedColumnIndexes() {
        return sort.map(s -> List.of(spec.indexOf(s.column()))).orElse(List.of());
    }

    @Override
    public boolean isColumnIndexSorted(int columnIndex) {
        return sort.filter(s -> spec.indexOf(s.column()) == columnIndex).isPresent();
    }

    @Override
    public SortDirectionEnum getSortDirection(int columnIndex) {
        if (!isColumnIndexSorted(columnIndex))
            return SortDirectionEnum.NONE;
        return sort.orElseThrow().descending() ? SortDirectionEnum.DESC : SortDirectionEnum.ASC;
    }

    @Override
    public int getSortOrder(int columnIndex) {
        return isColumnIndexSorted(columnIndex) ? 0 : -1;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface is raw
    public List<Comparator> getComparatorsForColumnIndex(int columnIndex) {
        return List.of();
    }

    @Override
    public Comparator<?> getColumnComparator(int columnIndex) {
        return Comparator.naturalOrder();
    }
}
