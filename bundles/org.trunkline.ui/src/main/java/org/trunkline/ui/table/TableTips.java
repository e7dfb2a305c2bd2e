package org.trunkline.ui.table;

import java.util.Optional;

import org.eclipse.jface.window.DefaultToolTip;
import org.eclipse.jface.window.ToolTip;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Event;

/** Over a head: what the figure means. Over a cell: what the column says of it, else its whole text if cut off. */
final class TableTips<T> extends DefaultToolTip {
    private final Grid<T> grid;

    TableTips(Grid<T> grid) {
        super(grid.table(), ToolTip.NO_RECREATE, false);
        this.grid = grid;
        setShift(new Point(10, 16));
        setPopupDelay(400);
    }

    @Override
    protected Object getToolTipArea(Event event) {
        return grid.table().getColumnPositionByX(event.x) + ":" + grid.table().getRowPositionByY(event.y);
    }

    @Override
    protected boolean shouldCreateToolTip(Event event) {
        return text(event).filter(t -> !t.isEmpty()).isPresent() && super.shouldCreateToolTip(event);
    }

    @Override
    protected String getText(Event event) {
        return text(event).orElse("");
    }

    private Optional<String> text(Event event) {
        return grid.columnAt(event.x).flatMap(column -> {
            if (grid.isHead(event.y))
                return Optional.of(column.tooltip());
            return grid.rowAt(event.y).map(row -> cell(column, row, event.x));
        });
    }

    /** Empty where the cell shows all there is. */
    private String cell(Column<T> column, T row, int x) {
        String shown = column.text().apply(row);
        String more = column.hover().map(h -> h.apply(row)).filter(h -> !h.equals(shown)).orElse("");
        if (more.isEmpty())
            return grid.isCut(shown, column, x) ? shown : "";
        return grid.isCut(shown, column, x) ? shown + "\n" + more : more;
    }
}
