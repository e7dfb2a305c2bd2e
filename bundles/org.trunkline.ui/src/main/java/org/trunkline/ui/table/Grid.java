package org.trunkline.ui.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.config.IConfigRegistry;
import org.eclipse.nebula.widgets.nattable.data.IDataProvider;
import org.eclipse.nebula.widgets.nattable.freeze.CompositeFreezeLayer;
import org.eclipse.nebula.widgets.nattable.freeze.FreezeLayer;
import org.eclipse.nebula.widgets.nattable.freeze.command.FreezeColumnCommand;
import org.eclipse.nebula.widgets.nattable.freeze.command.UnFreezeGridCommand;
import org.eclipse.nebula.widgets.nattable.grid.GridRegion;
import org.eclipse.nebula.widgets.nattable.grid.layer.ColumnHeaderLayer;
import org.eclipse.nebula.widgets.nattable.hideshow.ColumnHideShowLayer;
import org.eclipse.nebula.widgets.nattable.layer.CompositeLayer;
import org.eclipse.nebula.widgets.nattable.layer.DataLayer;
import org.eclipse.nebula.widgets.nattable.layer.LabelStack;
import org.eclipse.nebula.widgets.nattable.layer.event.ColumnStructuralRefreshEvent;
import org.eclipse.nebula.widgets.nattable.layer.event.RowStructuralRefreshEvent;
import org.eclipse.nebula.widgets.nattable.layer.event.VisualRefreshEvent;
import org.eclipse.nebula.widgets.nattable.reorder.ColumnReorderLayer;
import org.eclipse.nebula.widgets.nattable.resize.event.ColumnResizeEvent;
import org.eclipse.nebula.widgets.nattable.selection.SelectionLayer;
import org.eclipse.nebula.widgets.nattable.selection.SelectionModel;
import org.eclipse.nebula.widgets.nattable.selection.config.RowOnlySelectionConfiguration;
import org.eclipse.nebula.widgets.nattable.sort.SortHeaderLayer;
import org.eclipse.nebula.widgets.nattable.sort.config.SingleClickSortConfiguration;
import org.eclipse.nebula.widgets.nattable.viewport.ViewportLayer;
import org.eclipse.nebula.widgets.nattable.viewport.command.ShowRowInViewportCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Tone;
import org.trunkline.ui.table.paint.SignPainter;
import org.trunkline.ui.table.paint.TableStyle;

/** The NatTable itself: its layers, and what is asked of them. */
final class Grid<T> {
    private static final int ROOM = 9;
    /** Rows that are looked at for the widths of the columns. */
    private static final int MEASURED = 100;
    private static final String WAITING = "…";
    private static final String OPEN = "▾ ";
    private static final String CLOSED = "▸ ";

    private final TableSpec<T> spec;
    private Rows<T> rows;
    private final DataLayer data;
    private final ColumnReorderLayer order;
    private final ColumnHideShowLayer hiding;
    private final SelectionLayer selection;
    private final ViewportLayer viewport;
    private final CompositeFreezeLayer body;
    private final NatTable table;
    private final ColumnWidths<T> widths;
    private final CellMeasure measure;
    private Optional<String> frozen = Optional.empty();

    Grid(Composite parent, TableSpec<T> spec, Rows<T> rows, SortState sort) {
        this.spec = spec;
        this.rows = rows;
        int rowHeight = rowHeight(parent);
        data = new DataLayer(new Cells(), 120, rowHeight);
        data.setConfigLabelAccumulator(this::label);
        order = new ColumnReorderLayer(data);
        hiding = new ColumnHideShowLayer(order);
        selection = new SelectionLayer(hiding, false);
        var model = new SelectionModel(selection);
        model.setClearSelectionOnChange(false); // rows are selected again by key
        selection.setSelectionModel(model);
        selection.addConfiguration(new RowOnlySelectionConfiguration());
        viewport = new ViewportLayer(selection);
        body = new CompositeFreezeLayer(new FreezeLayer(selection), viewport, selection, false);

        var headData = new DataLayer(new Heads(), 120, rowHeight + 2);
        var heads = new ColumnHeaderLayer(headData, body, selection);
        headData.setConfigLabelAccumulator((labels, column, row) -> labelHead(labels, column, sort));
        var sortable = new SortHeaderLayer<T>(heads, sort, false);
        var composite = new CompositeLayer(1, 2);
        composite.setChildLayer(GridRegion.COLUMN_HEADER, sortable, 0, 0);
        composite.setChildLayer(GridRegion.BODY, body, 0, 1);
        table = new NatTable(parent, SWT.NO_BACKGROUND | SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.H_SCROLL, composite,
                false);
        table.addConfiguration(new TableKeys());
        table.addConfiguration(new SingleClickSortConfiguration() {
            @Override
            public void configureRegistry(IConfigRegistry registry) {
                // the skin paints the heads
            }
        });
        table.configure();
        measure = new CellMeasure(table);
        widths = measure.together(() -> new ColumnWidths<>(spec.columns(), measure.heads(spec.columns()), measure::cell));
        data.addLayerListener(event -> {
            if (event instanceof ColumnResizeEvent resized)
                drawn(resized);
        });
    }

    private static int rowHeight(Composite parent) {
        var gc = new GC(parent);
        try {
            return gc.getFontMetrics().getHeight() + ROOM;
        } finally {
            gc.dispose();
        }
    }

    NatTable table() {
        return table;
    }

    SelectionLayer selection() {
        return selection;
    }

    void use(Rows<T> newRows) {
        rows = newRows;
    }

    /** After rows came, went or moved. */
    void structureChanged() {
        data.fireLayerEvent(new RowStructuralRefreshEvent(data));
    }

    /** After the same rows show other texts. */
    void repaint() {
        table.fireLayerEvent(new VisualRefreshEvent(data));
    }

    int firstVisibleRow() {
        return Math.max(0, viewport.getOriginRowPosition());
    }

    RowRanges selected() {
        return RowRanges.of(selection.getSelectedRowPositions().stream()
                .map(r -> new RowRanges.Run(r.start, Math.min(r.end, rows.count()))).toList());
    }

    /** Positions in order, at most so many. */
    List<Integer> selectedPositions(int limit) {
        return selected().first(limit).positions();
    }

    void select(List<Integer> positions, boolean reveal) {
        selection.clear(false);
        for (int position : positions)
            selection.selectRow(0, position, false, true);
        if (reveal && !positions.isEmpty())
            table.doCommand(new ShowRowInViewportCommand(positions.getFirst()));
        table.redraw();
    }

    /** Makes room for the mark of the sorted column. */
    void sorted(Optional<Sort> by) {
        int index = by.map(s -> spec.indexOf(s.column())).orElse(-1);
        if (index >= 0 && widths.grow(index, measure.head(spec.columns().get(index)) + TableStyle.SORT_ROOM))
            stretch();
    }

    /** Makes room for what the rows in view show. */
    void fit() {
        int first = firstVisibleRow();
        var seen = IntStream.range(first, Math.min(rows.count(), first + MEASURED)).mapToObj(rows::row)
                .flatMap(Optional::stream).toList();
        if (measure.together(() -> widths.heard(seen)))
            stretch();
    }

    /** Shares the room among the columns shown. */
    void stretch() {
        int room = table.getClientArea().width;
        var shown = order.getColumnIndexOrder().stream().filter(i -> !hiding.isColumnIndexHidden(i)).toList();
        if (shown.isEmpty() || room <= 0)
            return;
        int[] shares = widths.share(shown, room);
        boolean changed = false;
        for (int i = 0; i < shares.length; i++)
            if (data.getColumnWidthByPosition(shown.get(i)) != shares[i]) {
                data.setColumnWidthByPosition(shown.get(i), shares[i], false);
                changed = true;
            }
        if (changed)
            data.fireLayerEvent(new ColumnStructuralRefreshEvent(data));
    }

    /** The user has drawn a column to this width. */
    private void drawn(ColumnResizeEvent event) {
        for (var range : event.getColumnPositionRanges())
            for (int i = range.start; i < range.end; i++)
                widths.draw(i, data.getColumnWidthByPosition(i));
        table.getDisplay().asyncExec(() -> {
            if (!table.isDisposed())
                stretch();
        });
    }

    void apply(Layout layout) {
        for (int i = 0; i < spec.columns().size(); i++)
            widths.draw(i, 0);
        order.resetReorder();
        hiding.showAllColumns();
        var hidden = new ArrayList<Integer>();
        for (int i = 0; i < spec.columns().size(); i++)
            if (isHidden(i, layout))
                hidden.add(i);
        int to = 0;
        for (var place : layout.places()) {
            int index = spec.indexOf(place.column());
            if (index < 0)
                continue;
            widths.draw(index, place.width());
            int from = order.getColumnPositionByIndex(index);
            if (from != to)
                order.reorderColumnPosition(from, to);
            to++;
        }
        if (!hidden.isEmpty())
            hiding.hideColumnIndexes(hidden);
        table.refresh();
        stretch();
        freeze(layout.frozen().map(spec::indexOf).filter(i -> i >= 0).map(spec.columns()::get));
    }

    /** The columns up to this one stay while the others scroll; empty: all scroll. */
    void freeze(Optional<Column<T>> upTo) {
        table.doCommand(new UnFreezeGridCommand());
        frozen = upTo.filter(this::isShown).map(Column::id);
        frozen.ifPresent(id -> table.doCommand(new FreezeColumnCommand(body, body.getColumnPositionByIndex(spec.indexOf(id)),
                false, true)));
    }

    boolean isFrozen() {
        return frozen.isPresent();
    }

    private boolean isHidden(int index, Layout layout) {
        var column = spec.columns().get(index);
        return layout.places().stream().filter(p -> p.column().equals(column.id())).findFirst()
                .map(Layout.Place::hidden).orElse(column.hidden());
    }

    Layout layout(Optional<Sort> sort) {
        var places = new ArrayList<Layout.Place>();
        for (int index : order.getColumnIndexOrder())
            places.add(new Layout.Place(spec.columns().get(index).id(), widths.drawn(index),
                    hiding.isColumnIndexHidden(index)));
        return new Layout(places, sort, frozen);
    }

    /** Columns as shown, left to right. */
    List<Column<T>> visibleColumns() {
        return order.getColumnIndexOrder().stream().filter(i -> !hiding.isColumnIndexHidden(i))
                .map(i -> spec.columns().get(i)).toList();
    }

    boolean isShown(Column<T> column) {
        return !hiding.isColumnIndexHidden(spec.columns().indexOf(column));
    }

    /** The last column shown cannot be hidden. */
    void show(Column<T> column, boolean shown) {
        int index = spec.columns().indexOf(column);
        if (shown)
            hiding.showColumnIndexes(index);
        else if (visibleColumns().size() > 1)
            hiding.hideColumnIndexes(index);
        stretch();
    }

    /** Column under a point of the table, or empty. */
    Optional<Column<T>> columnAt(int x) {
        int position = table.getColumnPositionByX(x);
        int index = position < 0 ? -1 : table.getColumnIndexByPosition(position);
        return index >= 0 && index < spec.columns().size() ? Optional.of(spec.columns().get(index)) : Optional.empty();
    }

    /** Row under a point, or empty; the head is no row. */
    Optional<T> rowAt(int y) {
        OptionalInt at = positionAt(y);
        return at.isEmpty() ? Optional.empty() : rows.row(at.getAsInt());
    }

    /** Whether a text is too long for its cell. */
    boolean isCut(String text, Column<T> column, int x) {
        return measure.cell(column, text) > table.getColumnWidthByPosition(table.getColumnPositionByX(x));
    }

    boolean isHead(int y) {
        return table.getRowPositionByY(y) == 0;
    }

    private void label(LabelStack labels, int columnPosition, int rowPosition) {
        if (columnPosition < 0 || columnPosition >= spec.columns().size())
            return;
        var column = spec.columns().get(columnPosition);
        Optional<T> row = rows.row(rowPosition);
        boolean group = row.isEmpty() && rows.group(rowPosition).isPresent();
        if (group) {
            labels.addLabel(TableStyle.GROUP);
        } else if (row.isEmpty()) {
            labels.addLabel(TableStyle.WAITING);
        } else {
            Tone tone = column.tone().map(t -> t.apply(row.get())).orElse(Tone.PLAIN);
            if (tone != Tone.PLAIN)
                labels.addLabel(SignPainter.LABEL + tone.name());
        }
        if (column.right() && !(group && isFirst(columnPosition)))
            labels.addLabel(TableStyle.RIGHT);
        if (column.mono() && !group)
            labels.addLabel(TableStyle.MONO);
        if (rowPosition % 2 == 1 && !group)
            labels.addLabel(TableStyle.STRIPE);
    }

    /** Whether no other column is left of it, where a group says what it is. */
    private boolean isFirst(int index) {
        for (int other : order.getColumnIndexOrder())
            if (!hiding.isColumnIndexHidden(other))
                return other == index;
        return false;
    }

    private static String groupCell(Rows.GroupLine line, Column<?> column, boolean first) {
        String sum = line.sums().getOrDefault(column.id(), "");
        return first ? (line.open() ? OPEN : CLOSED) + line.text() + (sum.isEmpty() ? "" : "  " + sum) : sum;
    }

    /** Position of the row under a point; empty over the head and below the last. */
    OptionalInt positionAt(int y) {
        int position = table.getRowPositionByY(y);
        int index = position < 1 ? -1 : table.getRowIndexByPosition(position);
        return index < 0 || index >= rows.count() ? OptionalInt.empty() : OptionalInt.of(index);
    }

    Object key(T row) {
        return spec.key().apply(row);
    }

    /** Where the row with the key of this one is now; empty where it is not there any more. */
    private OptionalInt position(T row) {
        return rows.positions(Set.of(key(row))).stream().mapToInt(Integer::intValue).findFirst();
    }

    /** The row with the key of this one. */
    Optional<T> current(T row) {
        OptionalInt at = position(row);
        return at.isEmpty() ? Optional.empty() : rows.known(at.getAsInt());
    }

    /** Of a cell in view; empty where its row is scrolled away or gone. */
    Optional<Rectangle> bounds(Column<T> column, T of) {
        OptionalInt position = position(of);
        return position.isEmpty() ? Optional.empty() : bounds(column, position.getAsInt());
    }

    private Optional<Rectangle> bounds(Column<T> column, int index) {
        for (int row = 1; row < table.getRowCount(); row++)
            if (table.getRowIndexByPosition(row) == index)
                for (int at = 0; at < table.getColumnCount(); at++)
                    if (table.getColumnIndexByPosition(at) == spec.columns().indexOf(column))
                        return Optional.of(table.getBoundsByPosition(at, row));
        return Optional.empty();
    }

    private void labelHead(LabelStack labels, int columnPosition, SortState sort) {
        if (columnPosition < 0 || columnPosition >= spec.columns().size())
            return;
        var column = spec.columns().get(columnPosition);
        sort.sort().filter(s -> s.column().equals(column.id()))
                .ifPresent(s -> labels.addLabel(s.descending() ? TableStyle.SORT_DOWN : TableStyle.SORT_UP));
        if (column.right())
            labels.addLabel(TableStyle.RIGHT);
    }

    private final class Cells implements IDataProvider {
        @Override
        public Object getDataValue(int columnIndex, int rowIndex) {
            var column = spec.columns().get(columnIndex);
            return rows.row(rowIndex).map(row -> column.text().apply(row)).or(() -> rows.group(rowIndex)
                    .map(line -> groupCell(line, column, isFirst(columnIndex)))).orElse(WAITING);
        }

        @Override
        public void setDataValue(int columnIndex, int rowIndex, Object newValue) {
            throw new UnsupportedOperationException("tables are read only");
        }

        @Override
        public int getColumnCount() {
            return spec.columns().size();
        }

        @Override
        public int getRowCount() {
            return rows.count();
        }
    }

    private final class Heads implements IDataProvider {
        @Override
        public Object getDataValue(int columnIndex, int rowIndex) {
            return spec.columns().get(columnIndex).label();
        }

        @Override
        public void setDataValue(int columnIndex, int rowIndex, Object newValue) {
            throw new UnsupportedOperationException("column heads are read only");
        }

        @Override
        public int getColumnCount() {
            return spec.columns().size();
        }

        @Override
        public int getRowCount() {
            return 1;
        }
    }
}
