package org.trunkline.ui.look;

import java.util.List;
import java.util.function.IntConsumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;

/** A list below a field that leaves the focus in the field. UI thread. */
public final class ChoicePopup {
    private static final int MOST_VISIBLE = 12;

    private final Control field;
    private final Shell shell;
    private final Table table;
    private final TableColumn column;

    /** @param chosen told the index of the label that was clicked */
    public ChoicePopup(Control field, IntConsumer chosen) {
        this.field = field;
        shell = new Shell(field.getShell(), SWT.ON_TOP | SWT.TOOL | SWT.NO_FOCUS | SWT.NO_TRIM);
        var edge = new FillLayout();
        edge.marginWidth = 1;
        edge.marginHeight = 1;
        shell.setLayout(edge);
        shell.setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE); // its ground is the edge
        Palette.follow(shell, palette -> shell.setBackground(palette.off()));
        table = new Table(shell, SWT.SINGLE | SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.NO_FOCUS);
        column = new TableColumn(table, SWT.NONE);
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

    /** @param x where its left edge stands, in the field */
    public void open(List<String> labels, int x, int minWidth) {
        if (labels.isEmpty()) {
            close();
            return;
        }
        table.setRedraw(false);
        table.setItemCount(labels.size());
        for (int i = 0; i < labels.size(); i++)
            table.getItem(i).setText(labels.get(i));
        table.deselectAll();
        table.setRedraw(true);
        column.pack();
        int height = table.getItemHeight() * Math.min(MOST_VISIBLE, labels.size()) + 4;
        int width = Math.max(minWidth, column.getWidth() + 16);
        column.setWidth(width - 4);
        Point at = field.toDisplay(x, field.getSize().y + 1);
        Rectangle screen = field.getMonitor().getClientArea();
        shell.setBounds(Math.max(screen.x, Math.min(at.x, screen.x + screen.width - width)), at.y, width, height);
        if (!shell.isVisible())
            shell.setVisible(true);
    }

    public void close() {
        if (isOpen())
            shell.setVisible(false);
    }

    /** -1 while none is chosen. */
    public int selected() {
        return table.getSelectionIndex();
    }

    /** Moves the choice; up from the first, or down from the last, chooses none. */
    public void move(int by) {
        int count = table.getItemCount();
        int next = Math.floorMod(table.getSelectionIndex() + 1 + by, count + 1) - 1;
        if (next < 0)
            table.deselectAll();
        else {
            table.setSelection(next);
            table.showSelection();
        }
    }
}
