package org.trunkline.ui.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.nebula.widgets.nattable.selection.event.ISelectionEvent;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.selection.RowSelection;

/**
 * Which rows are selected, by key: they stay so while the rows around them change, come later, or are scrolled out of
 * what is kept. UI thread only.
 */
final class SelectedRows<T> {
    private static final int MOST = 10_000;

    private final Grid<T> grid;
    private final Supplier<Rows<T>> rows;
    private final Function<T, ?> key;
    private final RowSelection<T> provider;
    private final List<Consumer<List<T>>> listeners = new ArrayList<>();
    private List<Object> keys = List.of();
    /** Somebody asked for rows that were not there yet. */
    private boolean awaited;
    private boolean telling;
    private boolean restoring;

    /** @param rows those shown now, a list or pages */
    SelectedRows(Grid<T> grid, Supplier<Rows<T>> rows, Function<T, ?> key) {
        this.grid = grid;
        this.rows = rows;
        this.key = key;
        provider = new RowSelection<>(this::rows, wanted -> select(wanted, true));
        grid.table().addLayerListener(event -> {
            if (event instanceof ISelectionEvent && !restoring)
                moved();
        });
    }

    ISelectionProvider provider() {
        return provider;
    }

    void onSelect(Consumer<List<T>> listener) {
        listeners.add(listener);
    }

    /** In table order; of pages those that are loaded. */
    List<T> rows() {
        var found = new ArrayList<T>();
        for (int position : grid.selectedPositions(MOST))
            rows.get().known(position).ifPresent(found::add);
        return found;
    }

    Optional<T> first() {
        return rows().stream().findFirst();
    }

    /** Selects the rows with these keys, now or once they are there. @param reveal whether to scroll to them */
    void select(List<?> wanted, boolean reveal) {
        keys = List.copyOf(wanted);
        var positions = rows.get().positions(Set.copyOf(wanted));
        awaited = positions.size() < keys.size();
        place(positions, reveal);
        tell();
    }

    /** Forgets the selection: other rows are shown. */
    void clear() {
        keys = List.of();
        awaited = false;
        place(List.of(), false);
        moved();
    }

    /** Before the rows come in another order: none is marked until it is found again. */
    void lift() {
        place(List.of(), false);
    }

    /** Selects again what was selected, after the rows have changed. @param paged whether some may not be loaded */
    void restore(boolean paged) {
        if (keys.isEmpty())
            return;
        int selected = grid.selected().count();
        if (selected > keys.size() && (paged || selected == rows.get().count())) {
            moved(); // more than there are keys of: the grid still has their positions
            return;
        }
        var positions = rows.get().positions(Set.copyOf(keys));
        if (paged && positions.size() < keys.size() && selected > 0)
            return; // some are scrolled out of what is kept: the grid still has their positions
        if (!positions.equals(grid.selectedPositions(MOST)))
            place(positions, false);
        moved();
    }

    private void place(List<Integer> positions, boolean reveal) {
        restoring = true;
        grid.select(positions, reveal);
        restoring = false;
    }

    /** One word to the listeners for a burst of events. */
    private void moved() {
        if (telling || grid.table().isDisposed())
            return;
        telling = true;
        UiThread.post(grid.table(), () -> {
            settle();
            telling = false;
            tell();
        });
    }

    /** Before other rows take the places of these: a row that was just clicked is known by its key from here on. */
    void settle() {
        if (!telling)
            return;
        var selected = rows();
        if (!selected.isEmpty())
            awaited = false;
        if (!selected.isEmpty() || !awaited && grid.selectedPositions(1).isEmpty())
            keys = selected.stream().<Object>map(key::apply).toList();
    }

    private void tell() {
        var selected = rows();
        listeners.forEach(l -> l.accept(selected));
        provider.changed(selected);
        TableAccess.moved(grid.table());
    }
}
