package org.trunkline.ui.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.DeskCommands;

/** What keys and the mouse do in a table, beyond what the grid does by itself. UI thread only. */
final class TableInput<T> {
    /** Of a group, at its left, that a click opens and closes. */
    private static final int SIGN = 22;

    private final DataTable<T> owner;
    private final Grid<T> grid;
    private final CellEditor<T> editor;

    TableInput(DataTable<T> owner, Grid<T> grid) {
        this.owner = owner;
        this.grid = grid;
        editor = new CellEditor<>(grid);
    }

    void install() {
        NatTable table = grid.table();
        table.addListener(SWT.MouseDoubleClick, e -> {
            if (e.button == 1)
                grid.rowAt(e.y).ifPresentOrElse(row -> {
                    Optional<Column<T>> column = grid.columnAt(e.x);
                    if (column.filter(c -> editor.begin(row, c, e.x, e.y)).isEmpty())
                        column.filter(_ -> owner.opensOwners()).flatMap(c -> Column.numbers(List.of(c), row).stream().findFirst())
                                .ifPresentOrElse(DeskCommands::owner, owner::open);
                }, () -> toggle(e.y));
        });
        table.addListener(SWT.MouseDown, e -> {
            if (e.button == 1 && e.count == 1 && e.x < SIGN)
                toggle(e.y);
        });
        table.addListener(SWT.Resize, e -> grid.stretch());
        table.addListener(SWT.Traverse, e -> {
            if (e.detail == SWT.TRAVERSE_TAB_NEXT || e.detail == SWT.TRAVERSE_TAB_PREVIOUS)
                e.doit = true; // a canvas keeps Tab for itself otherwise, and the keyboard would be caught here
        });
        table.addListener(SWT.KeyDown, e -> keyPressed(e.keyCode, e.stateMask));
    }

    private void toggle(int y) {
        grid.positionAt(y).ifPresent(owner::toggleGroup);
    }

    private void keyPressed(int key, int mask) {
        boolean arrow = key == SWT.ARROW_DOWN || key == SWT.ARROW_UP;
        if (arrow && owner.rows().count() > 0 && grid.selectedPositions(1).isEmpty())
            grid.select(List.of(grid.firstVisibleRow()), true); // the grid itself moves only what is selected
        if (mask == SWT.NONE && (key == SWT.CR || key == SWT.KEYPAD_CR))
            owner.open();
        else if (mask == SWT.NONE && (key == SWT.ARROW_RIGHT || key == SWT.ARROW_LEFT))
            owner.selectedPosition().ifPresent(at -> owner.openGroup(at, key == SWT.ARROW_RIGHT));
        else if (mask == SWT.NONE && key == SWT.F2)
            owner.selectedPosition().ifPresent(at -> owner.rows().known(at).ifPresent(editor::begin));
        else if (mask == SWT.NONE && key == SWT.DEL)
            owner.delete();
        else if (mask == SWT.MOD1 && key == 'c')
            owner.copy();
        else if (mask == SWT.MOD1 && key == 'a')
            owner.selectAll();
    }

    /** @param filler called each time the menu opens */
    static void menu(Control table, Consumer<IMenuManager> filler) {
        var menu = new MenuManager();
        menu.setRemoveAllWhenShown(true);
        menu.addMenuListener(filler::accept);
        table.setMenu(menu.createContextMenu(table));
        table.addListener(SWT.Dispose, e -> menu.dispose());
    }
}
