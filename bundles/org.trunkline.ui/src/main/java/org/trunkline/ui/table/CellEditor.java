package org.trunkline.ui.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolTip;
import org.trunkline.ui.look.AccessibleName;

/**
 * A field over a cell. Enter saves; Tab saves and opens the next cell of the row that can be edited, Shift+Tab the one before.
 * Escape leaves the cell as it was, and so does a click elsewhere where nothing was typed. It moves with its row when rows come or
 * change places, and closes when the row is out of view. UI thread only.
 */
final class CellEditor<T> {
    private final Grid<T> grid;
    private final SavedCells saved = new SavedCells();
    private Optional<Field> open = Optional.empty();

    CellEditor(Grid<T> grid) {
        this.grid = grid;
        grid.table().addListener(SWT.Resize, e -> close());
        grid.table().addListener(SWT.MouseVerticalWheel, e -> close());
        grid.table().addLayerListener(event -> open.ifPresent(this::follow));
    }

    /** Edits the cell under a point. @return whether it can be edited */
    boolean begin(T row, Column<T> column, int x, int y) {
        int position = grid.table().getRowPositionByY(y);
        return begin(row, column, grid.table().getBoundsByPosition(grid.table().getColumnPositionByX(x), position));
    }

    /** Edits the first cell of a row that can be edited. */
    void begin(T row) {
        editable().stream().findFirst().ifPresent(column -> begin(row, column));
    }

    /** In the order shown. */
    private List<Column<T>> editable() {
        return grid.visibleColumns().stream().filter(column -> column.edit().isPresent()).toList();
    }

    private void begin(T row, Column<T> column) {
        grid.bounds(column, row).ifPresent(at -> begin(row, column, at));
    }

    private boolean begin(T row, Column<T> column, Rectangle at) {
        close();
        column.edit().ifPresent(edit -> open = Optional.of(new Field(row, column, edit, at)));
        return column.edit().isPresent();
    }

    /** Beside a cell of the row as it is now, so many cells that can be edited to the right; none beyond the last one. */
    private void beginBeside(Field from, int step) {
        List<Column<T>> editable = editable();
        int next = editable.indexOf(from.column) + step;
        if (next >= 0 && next < editable.size())
            grid.current(from.row).ifPresent(row -> begin(row, editable.get(next)));
    }

    private void follow(Field field) {
        grid.bounds(field.column, field.row).ifPresentOrElse(field::place, this::close);
    }

    private void close() {
        Optional<Field> was = open;
        open = Optional.empty();
        was.ifPresent(Field::dispose);
    }

    private final class Field {
        private final T row;
        private final Column<T> column;
        private final Column.Edit<T> edit;
        private final Control control;
        private final String before;
        private List<Column.Choice> choices = List.of();
        private Optional<ToolTip> problem = Optional.empty();
        private boolean saving;
        /** Where to go once it is saved: 0 is the table. */
        private int step;

        Field(T row, Column<T> column, Column.Edit<T> edit, Rectangle at) {
            this.row = row;
            this.column = column;
            this.edit = edit;
            before = saved.of(grid.key(row), column.id(), edit.value(row));
            NatTable table = grid.table();
            control = make(table);
            control.setData("field", column.id());
            AccessibleName.of(control, column.label());
            place(at);
            control.addListener(SWT.Traverse, this::traverse);
            control.addListener(SWT.DefaultSelection, e -> save(0));
            control.addListener(SWT.FocusOut, e -> left());
            control.setFocus();
        }

        private void place(Rectangle at) {
            int height = Math.max(at.height, control.computeSize(SWT.DEFAULT, SWT.DEFAULT).y);
            control.setBounds(at.x, at.y - (height - at.height) / 2, at.width, height);
        }

        private Control make(NatTable table) {
            if (edit.input() == Column.Input.TEXT) {
                var text = new Text(table, SWT.BORDER);
                text.setText(before);
                text.selectAll();
                return text;
            }
            var combo = new Combo(table, SWT.DROP_DOWN | (edit.input() == Column.Input.CHOSEN ? SWT.READ_ONLY : SWT.NONE));
            combo.setText(before);
            edit.choices(found -> {
                if (!combo.isDisposed())
                    offer(combo, found);
            });
            return combo;
        }

        private void offer(Combo combo, List<Column.Choice> found) {
            String value = combo.getText().isEmpty() ? before : combo.getText();
            choices = List.copyOf(found);
            combo.setItems(choices.stream().map(Column.Choice::label).toArray(String[]::new));
            combo.setText(choices.stream().filter(c -> c.value().equals(value)).map(Column.Choice::label).findFirst().orElse(value));
        }

        private void dispose() {
            problem.ifPresent(ToolTip::dispose);
            if (!control.isDisposed())
                control.dispose();
        }

        private String value() {
            String text = control instanceof Combo combo ? combo.getText() : ((Text) control).getText();
            return choices.stream().filter(c -> c.label().equals(text)).map(Column.Choice::value).findFirst().orElse(text);
        }

        private void traverse(Event e) {
            switch (e.detail) {
                case SWT.TRAVERSE_ESCAPE -> {
                    e.doit = false;
                    end();
                }
                case SWT.TRAVERSE_RETURN, SWT.TRAVERSE_TAB_NEXT, SWT.TRAVERSE_TAB_PREVIOUS -> {
                    e.doit = false;
                    save(e.detail == SWT.TRAVERSE_TAB_NEXT ? 1 : e.detail == SWT.TRAVERSE_TAB_PREVIOUS ? -1 : 0);
                }
                default -> {
                }
            }
        }

        private void left() {
            if (!control.isDisposed() && !saving && value().equals(before))
                close();
        }

        private void end() {
            close();
            grid.table().setFocus();
        }

        private void goOn() {
            end();
            if (step != 0)
                beginBeside(this, step);
        }

        private void save(int next) {
            if (saving)
                return;
            step = next;
            if (value().equals(before)) {
                goOn();
                return;
            }
            saving = true;
            control.setEnabled(false);
            String value = value();
            edit.save(row, value, wrong -> {
                saving = false;
                if (wrong.isEmpty())
                    saved.put(grid.key(row), column.id(), edit.value(row), value);
                if (control.isDisposed())
                    return;
                if (wrong.isEmpty()) {
                    goOn();
                    return;
                }
                control.setEnabled(true);
                control.setFocus();
                say(wrong.get());
            });
        }

        private void say(String wrong) {
            problem.ifPresent(ToolTip::dispose);
            var tip = new ToolTip(control.getShell(), SWT.BALLOON | SWT.ICON_ERROR);
            tip.setMessage(wrong);
            Point below = control.toDisplay(8, control.getSize().y);
            tip.setLocation(below);
            tip.setVisible(true);
            problem = Optional.of(tip);
            control.setToolTipText(wrong);
        }
    }

    /** The values just saved in cells of one row, until the row is read again. UI thread only. */
    static final class SavedCells {
        private Optional<Object> row = Optional.empty();
        private final Map<String, Value> values = new HashMap<>();

        /** @param before what the row shows until it is read again */
        private record Value(String before, String saved) {}

        /** @param column its id @param before what the row shows until it is read again */
        void put(Object key, String column, String before, String saved) {
            if (!row.equals(Optional.of(key)))
                values.clear();
            row = Optional.of(key);
            values.put(column, new Value(before, saved));
        }

        /** @param shown the value in the row @return the saved one while the row shows the one before it */
        String of(Object key, String column, String shown) {
            if (!row.equals(Optional.of(key)) || !values.containsKey(column))
                return shown;
            Value value = values.get(column);
            if (value.before().equals(shown))
                return value.saved();
            values.remove(column);
            return shown;
        }
    }
}
