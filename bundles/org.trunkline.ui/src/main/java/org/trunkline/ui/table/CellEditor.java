package org.trunkline.ui.table;

import java.util.List;
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
 * A field over a cell. Enter and Tab save, Escape leaves the cell as it was, and so does a click elsewhere where nothing was
 * typed. It stays with its row's value, whatever rows come meanwhile, and closes when the table scrolls. UI thread only.
 */
final class CellEditor<T> {
    private final Grid<T> grid;
    private Optional<Field> open = Optional.empty();

    CellEditor(Grid<T> grid) {
        this.grid = grid;
        grid.table().addListener(SWT.Resize, e -> close());
        grid.table().addListener(SWT.MouseVerticalWheel, e -> close());
    }

    /** Edits the cell under a point. @return whether it can be edited */
    boolean begin(T row, Column<T> column, int x, int y) {
        return begin(row, column, grid.table().getBoundsByPosition(grid.table().getColumnPositionByX(x),
                grid.table().getRowPositionByY(y)));
    }

    /** Edits the first cell of a row that can be edited. */
    void begin(T row, int position) {
        grid.visibleColumns().stream().filter(column -> column.edit().isPresent()).findFirst()
                .ifPresent(column -> grid.bounds(column, position).ifPresent(at -> begin(row, column, at)));
    }

    private boolean begin(T row, Column<T> column, Rectangle at) {
        close();
        column.edit().ifPresent(edit -> open = Optional.of(new Field(row, column, edit, at)));
        return column.edit().isPresent();
    }

    private void close() {
        Optional<Field> was = open;
        open = Optional.empty();
        was.ifPresent(Field::dispose);
    }

    private final class Field {
        private final T row;
        private final Column.Edit<T> edit;
        private final Control control;
        private final String before;
        private List<Column.Choice> choices = List.of();
        private Optional<ToolTip> problem = Optional.empty();
        private boolean saving;

        Field(T row, Column<T> column, Column.Edit<T> edit, Rectangle at) {
            this.row = row;
            this.edit = edit;
            before = edit.value(row);
            NatTable table = grid.table();
            control = make(table);
            control.setData("field", column.id());
            AccessibleName.of(control, column.label());
            int height = Math.max(at.height, control.computeSize(SWT.DEFAULT, SWT.DEFAULT).y);
            control.setBounds(at.x, at.y - (height - at.height) / 2, at.width, height);
            control.addListener(SWT.Traverse, this::traverse);
            control.addListener(SWT.DefaultSelection, e -> save());
            control.addListener(SWT.FocusOut, e -> left());
            control.setFocus();
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
                    save();
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

        private void save() {
            if (saving)
                return;
            if (value().equals(before)) {
                end();
                return;
            }
            saving = true;
            control.setEnabled(false);
            edit.save(row, value(), wrong -> {
                saving = false;
                if (control.isDisposed())
                    return;
                if (wrong.isEmpty()) {
                    end();
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
}
