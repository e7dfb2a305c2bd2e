package org.trunkline.ui.look;

import java.util.List;
import java.util.function.IntConsumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;

/** A list below a field that leaves the focus in the field, which tells screen readers what is chosen. UI thread. */
public final class ChoicePopup {
    /** A line. @param head of the group that begins with it, else empty @param detail more about it, or empty */
    public record Choice(String head, String label, String detail) {}

    private static final int MOST_VISIBLE = 16;
    private static final int GAP = 16;

    private final Control field;
    private final Shell shell;
    private final Table table;
    private final List<TableColumn> columns;
    private Palette palette = Palette.LIGHT;

    /** @param chosen told the index of the label that was clicked */
    public ChoicePopup(Control field, IntConsumer chosen) {
        this.field = field;
        shell = new Shell(field.getShell(), SWT.ON_TOP | SWT.TOOL | SWT.NO_FOCUS | SWT.NO_TRIM);
        var edge = new FillLayout();
        edge.marginWidth = 1;
        edge.marginHeight = 1;
        shell.setLayout(edge);
        shell.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // its ground is the edge
        Palette.follow(shell, next -> {
            palette = next;
            shell.setBackground(next.off());
        });
        table = new Table(shell, SWT.SINGLE | SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.NO_FOCUS);
        columns = List.of(new TableColumn(table, SWT.NONE), new TableColumn(table, SWT.NONE), new TableColumn(table, SWT.NONE));
        field.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getDescription(AccessibleEvent e) {
                if (isOpen() && selected() >= 0)
                    e.result = spoken(table.getItem(selected()));
            }
        });
        table.addListener(SWT.MouseUp, e -> {
            TableItem item = table.getItem(new Point(e.x, e.y));
            if (item != null)
                chosen.accept(table.indexOf(item));
        });
        field.addListener(SWT.FocusOut, e -> field.getDisplay().asyncExec(() -> {
            if (!shell.isDisposed() && shell.getDisplay().getActiveShell() != shell)
                close();
        }));
        field.getShell().addListener(SWT.Move, e -> close());
        field.addListener(SWT.Dispose, e -> shell.dispose());
    }

    public boolean isOpen() {
        return !shell.isDisposed() && shell.isVisible();
    }

    private static String spoken(TableItem item) {
        return item.getText(1) + (item.getText(2).isEmpty() ? "" : ", " + item.getText(2));
    }

    /** @param x where its left edge stands, in the field */
    public void open(List<String> labels, int x, int minWidth) {
        open(labels.stream().map(label -> new Choice("", label, "")).toList(), x, minWidth, false);
    }

    /** Lines in groups, below the left edge of the field. */
    public void openChoices(List<Choice> choices, int minWidth) {
        open(choices, 0, minWidth, true);
    }

    private void open(List<Choice> choices, int x, int minWidth, boolean grouped) {
        if (choices.isEmpty()) {
            close();
            return;
        }
        table.setRedraw(false);
        table.setItemCount(choices.size());
        for (int i = 0; i < choices.size(); i++) {
            TableItem item = table.getItem(i);
            item.setText(new String[] {choices.get(i).head(), choices.get(i).label(), choices.get(i).detail()});
            item.setForeground(0, palette.muted());
            item.setForeground(2, palette.muted());
        }
        table.deselectAll();
        table.setRedraw(true);
        int width = widths(grouped, minWidth);
        int height = table.getItemHeight() * Math.min(MOST_VISIBLE, choices.size()) + 4;
        Point at = field.toDisplay(x, field.getSize().y + 1);
        Rectangle room = field.getShell().getBounds().intersection(field.getMonitor().getClientArea());
        shell.setBounds(Math.max(room.x, Math.min(at.x, room.x + room.width - width)), at.y, Math.min(width, room.width), height);
        if (!shell.isVisible())
            shell.setVisible(true);
    }

    /** Of the columns, and of the whole. */
    private int widths(boolean grouped, int minWidth) {
        int sum = 0;
        for (TableColumn column : columns) {
            column.pack();
            boolean shown = grouped || column == columns.get(1);
            column.setWidth(shown ? column.getWidth() + (grouped ? GAP : 0) : 0);
            sum += column.getWidth();
        }
        int width = Math.max(minWidth, sum + GAP);
        TableColumn last = columns.get(grouped ? 2 : 1);
        last.setWidth(last.getWidth() + width - sum - 4);
        return width;
    }

    public void close() {
        if (isOpen())
            shell.setVisible(false);
    }

    /** -1 while none is chosen. */
    public int selected() {
        return table.getSelectionIndex();
    }

    /** Arrows and Escape drive the list while it is open; then they do nothing in the field. @param e a key pressed in the field */
    public void pressed(Event e) {
        if (!isOpen())
            return;
        e.doit = false;
        switch (e.keyCode) {
            case SWT.ARROW_DOWN -> move(1);
            case SWT.ARROW_UP -> move(-1);
            case SWT.ESC -> close();
            default -> e.doit = true;
        }
    }

    /** Moves the choice; up from the first, or down from the last, chooses none. */
    public void move(int by) {
        int count = table.getItemCount();
        select(Math.floorMod(table.getSelectionIndex() + 1 + by, count + 1) - 1);
    }

    /** @param index -1 for none */
    public void select(int index) {
        if (index < 0)
            table.deselectAll();
        else {
            table.setSelection(index);
            table.showSelection();
        }
        field.getAccessible().sendEvent(ACC.EVENT_DESCRIPTION_CHANGED, null);
    }
}
