package org.trunkline.ui.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.trunkline.export.table.TextTable;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;

/** What every table's context menu ends with: copy, export, sort, group, columns. */
final class TableMenu<T> {
    private static final int MOST_LETTERS = 40;
    /** More numbers than these get menus of their own. */
    private static final int BESIDE = 3;

    private final DataTable<T> table;
    private final Grid<T> grid;
    private final TableSpec<T> spec;
    private final SortState sort;
    private final Texts texts;

    TableMenu(DataTable<T> table, Grid<T> grid, TableSpec<T> spec, SortState sort, Texts texts) {
        this.table = table;
        this.grid = grid;
        this.spec = spec;
        this.sort = sort;
        this.texts = texts;
    }

    void fill(IMenuManager menu) {
        menu.add(new Separator());
        table.selected().ifPresent(row -> calls(menu, row));
        table.selected().ifPresent(row -> table.pointed().ifPresentOrElse(column -> values(menu, column, row), () -> values(menu, row)));
        var copy = action(texts.get("table.copy"), table::copy);
        copy.setEnabled(table.selected().isPresent());
        menu.add(copy);
        if (table.selected().isPresent())
            menu.add(copies());
        menu.add(action(texts.get("table.export"), table::export));
        menu.add(new Separator());
        menu.add(sorts());
        var groups = groups();
        if (!groups.isEmpty())
            menu.add(groups);
        menu.add(columns());
    }

    /** The number under the pointer, or those of the row where the menu was opened by a key. */
    private void calls(IMenuManager menu, T row) {
        var pointed = table.pointed().filter(column -> !Column.numbers(List.of(column), row).isEmpty()).map(List::of).orElseGet(grid::visibleColumns);
        var numbers = Column.numbers(pointed, row);
        each(menu, "table.call", numbers, DeskCommands::call);
        if (DeskCommands.isOn(DeskCommands.CALL_LATER))
            each(menu, "table.call-later", numbers, DeskCommands::callLater);
        each(menu, "table.call-over", numbers, DeskCommands::callOver);
        each(menu, "table.message", numbers, DeskCommands::message);
        if (!numbers.isEmpty())
            menu.add(new Separator());
    }

    private void each(IMenuManager menu, String key, List<String> numbers, Consumer<String> run) {
        var sub = new MenuManager(texts.get(key + ".of"));
        for (String number : numbers) {
            String shown = number.replace("&", "&&");
            if (numbers.size() > BESIDE)
                sub.add(action(shown, () -> run.accept(number)));
            else
                menu.add(action(texts.get(key, shown), () -> run.accept(number)));
        }
        if (!sub.isEmpty())
            menu.add(sub);
    }

    /** Only the value under the pointer, or all but it. */
    private void values(IMenuManager menu, Column<T> column, T row) {
        String value = shortened(column, row);
        table.onlyValue(column, row, false).ifPresent(run -> menu.add(action(texts.get("table.only", value), run)));
        table.onlyValue(column, row, true).ifPresent(run -> menu.add(action(texts.get("table.not", value), run)));
        menu.add(new Separator());
    }

    /** The same for each column, where the menu was opened by a key. */
    private void values(IMenuManager menu, T row) {
        for (boolean not : new boolean[] {false, true}) {
            var sub = new MenuManager(texts.get(not ? "table.not.of" : "table.only.of"));
            for (var column : grid.visibleColumns())
                table.onlyValue(column, row, not).ifPresent(run -> sub.add(action(texts.get("table.value.only",
                        column.label().replace("&", "&&"), shortened(column, row)), run)));
            if (!sub.isEmpty())
                menu.add(sub);
        }
        menu.add(new Separator());
    }

    private static <T> String shortened(Column<T> column, T row) {
        String text = column.text().apply(row).replace("&", "&&");
        return text.length() > MOST_LETTERS ? text.substring(0, MOST_LETTERS) + "…" : text;
    }

    private IMenuManager copies() {
        var sub = new MenuManager(texts.get("table.copy.as"));
        sub.add(action("CSV", () -> table.copy(TextTable.CSV)));
        sub.add(action("JSON", () -> table.copy(TextTable.JSON)));
        sub.add(action("Markdown", () -> table.copy(TextTable.MARKDOWN)));
        return sub;
    }

    private IMenuManager sorts() {
        var sub = new MenuManager(texts.get("table.sort"));
        for (var column : grid.visibleColumns()) {
            if (column.order().isEmpty())
                continue;
            boolean now = sort.sort().filter(s -> s.column().equals(column.id())).isPresent();
            boolean down = now && !sort.sort().orElseThrow().descending();
            var item = new Action(column.label(), IAction.AS_CHECK_BOX) {
                @Override
                public void run() {
                    sort.set(Optional.of(new Sort(column.id(), down)));
                }
            };
            item.setChecked(now);
            sub.add(item);
        }
        return sub;
    }

    private IMenuManager groups() {
        var sub = new MenuManager(texts.get("table.group"));
        for (var column : spec.columns()) {
            if (!table.canGroup(column))
                continue;
            boolean now = table.grouped().filter(column::equals).isPresent();
            var item = new Action(column.label(), IAction.AS_CHECK_BOX) {
                @Override
                public void run() {
                    table.groupBy(Optional.of(column).filter(_ -> !now));
                }
            };
            item.setChecked(now);
            sub.add(item);
        }
        return sub;
    }

    private IMenuManager columns() {
        var sub = new MenuManager(texts.get("table.columns"));
        for (var column : spec.columns()) {
            boolean shown = grid.isShown(column);
            var item = new Action(column.label(), IAction.AS_CHECK_BOX) {
                @Override
                public void run() {
                    grid.show(column, !shown);
                    table.remember();
                }
            };
            item.setChecked(shown);
            sub.add(item);
        }
        sub.add(new Separator());
        table.pointed().ifPresentOrElse(column -> sub.add(action(texts.get("table.freeze", column.label()), () -> table.freeze(
                Optional.of(column)))), () -> sub.add(freezes()));
        if (grid.isFrozen())
            sub.add(action(texts.get("table.unfreeze"), () -> table.freeze(Optional.empty())));
        sub.add(action(texts.get("table.columns.reset"), table::resetLayout));
        return sub;
    }

    /** Up to any column, where the menu was opened by a key. */
    private IMenuManager freezes() {
        var sub = new MenuManager(texts.get("table.freeze.of"));
        for (var column : grid.visibleColumns())
            sub.add(action(column.label().replace("&", "&&"), () -> table.freeze(Optional.of(column))));
        return sub;
    }

    private static IAction action(String label, Runnable run) {
        return new Action(label) {
            @Override
            public void run() {
                run.run();
            }
        };
    }
}
