package org.trunkline.ui.uitest.look;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.config.CellConfigAttributes;
import org.eclipse.nebula.widgets.nattable.layer.cell.ILayerCell;
import org.eclipse.nebula.widgets.nattable.painter.cell.ICellPainter;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;

/** Which texts on the desk have no room. UI thread. */
public final class CutTexts {
    /** Longer ones are sentences: they may end in dots, and the tip over the cell says all. */
    private static final int WORDS = 24;

    /** A name behind a number may end in dots too; all letters of such a cell have one width. */
    private static final String NAME = "  ";
    private static final int DOTS = 5;

    private final boolean cells;
    private final List<String> found = new ArrayList<>();

    /** @param cells whether those of tables are looked at too, or their heads alone */
    public CutTexts(boolean cells) {
        this.cells = cells;
    }

    public List<String> of(List<Control> controls) {
        controls.forEach(this::look);
        return found;
    }

    private void look(Control control) {
        switch (control) {
            case NatTable table -> table(table);
            case Tree tree -> {
                for (TreeItem item : tree.getItems())
                    tree(tree, item);
            }
            case CTabFolder tabs -> {
                for (CTabItem tab : tabs.getItems())
                    if (!tab.isShowing())
                        found.add("tab " + tab.getText());
            }
            case Label label when !label.getText().isBlank() -> whole(label, label.getText());
            case Link link -> whole(link, link.getText());
            case Button button when !button.getText().isBlank() -> whole(button, button.getText());
            case Combo combo -> whole(combo, combo.getText());
            case ToolBar bar when bar.getItemCount() > 0 && !bar.getItem(0).getText().isBlank() -> whole(bar, bar.getItem(0).getText());
            default -> { }
        }
    }

    private void whole(Control control, String text) {
        if ((control.getStyle() & SWT.WRAP) == 0 && control.computeSize(SWT.DEFAULT, SWT.DEFAULT, false).x
                > control.getSize().x)
            found.add(control.getClass().getSimpleName() + " " + text);
    }

    private void tree(Tree tree, TreeItem item) {
        var gc = new GC(tree);
        try {
            for (int column = 0; column < Math.max(1, tree.getColumnCount()); column++) {
                int begin = column == 0 ? item.getTextBounds(0).x : 0;
                int width = tree.getColumnCount() == 0 ? tree.getClientArea().width : tree.getColumn(column).getWidth();
                if (item.getText(column).length() <= WORDS && gc.textExtent(item.getText(column)).x > width - begin)
                    found.add("tree " + item.getText(column));
            }
        } finally {
            gc.dispose();
        }
        if (item.getExpanded())
            for (TreeItem child : item.getItems())
                tree(tree, child);
    }

    private void table(NatTable table) {
        var gc = new GC(table);
        try {
            for (int row = 0; row < (cells ? table.getRowCount() : 1); row++)
                for (int column = 0; column < table.getColumnCount(); column++)
                    cell(table, table.getCellByPosition(column, row), gc);
        } finally {
            gc.dispose();
        }
    }

    private void cell(NatTable table, ILayerCell cell, GC gc) {
        if (cell == null || String.valueOf(cell.getDataValue()).length() > WORDS)
            return;
        var registry = table.getConfigRegistry();
        ICellPainter painter = registry.getConfigAttribute(CellConfigAttributes.CELL_PAINTER, cell.getDisplayMode(),
                cell.getConfigLabels());
        String text = String.valueOf(cell.getDataValue());
        int number = text.contains(NAME) ? Math.min(text.length(), text.indexOf(NAME) + DOTS) : text.length();
        if (painter.getPreferredWidth(cell, gc, registry) * number > cell.getBounds().width * text.length())
            found.add("cell " + text);
    }
}
