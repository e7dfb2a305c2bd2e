package org.trunkline.ui.table;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.Page;
import org.trunkline.export.table.TextTable;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.PartFocus;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.table.paint.TableBar;
import org.trunkline.ui.table.paint.TableStyle;

/**
 * The one table of the desk, in one of two ways: {@link #setRows} for short live lists, filtered and sorted here, or
 * {@link #setSource} for results too long to hold, fetched as they are scrolled to. It keeps the selection and the
 * scroll position over updates, remembers its layout, and shows the four states. UI thread only.
 */
public final class DataTable<T> {
    /** Rows of a source that are fetched together, from 0, 200, 400 and so on. */
    public static final int PAGE = PagedRows.PAGE;
    private static final String LAYOUT = "table.";
    /** Key of a grid's data: the numbers of the selected row. */
    private static final String NUMBERS = "org.trunkline.ui.numbers";

    /** Searches for the value of a cell, where the rows are a result too long to be filtered here. UI thread only. */
    @FunctionalInterface
    public interface ValueSearch<T> {
        /**
         * @param column its id
         * @param not everything but this value
         * @return what the menu entry does; empty where the search does not know the column
         */
        Optional<Runnable> of(String column, T row, boolean not);
    }

    private final TableSpec<T> spec;
    private final NodeJobs jobs;
    private final Texts texts = Texts.of(DataTable.class);
    private final Formats formats = Formats.ofPreferences();
    private final Composite outer;
    private final TableBar bar;
    private final StatePane state;
    private final Grid<T> grid;
    private final RowsOut<T> out;
    private final SortState sort;
    private final ListRows<T> list;
    private final PagedRows<T> paged;
    private final GroupedRows<T> groups;
    private final SelectedRows<T> chosen;
    private final List<Consumer<T>> openListeners = new ArrayList<>();
    private final List<Consumer<List<T>>> deleteListeners = new ArrayList<>();
    private final List<Consumer<IMenuManager>> menus = new ArrayList<>();
    private Optional<RowSource<T>> source = Optional.empty();
    private Runnable emptyPage;
    private boolean firstPage;
    private boolean opensOwners = true;
    private Optional<Runnable> exporter = Optional.empty();
    private Optional<ValueSearch<T>> valueSearch = Optional.empty();
    private Optional<GroupSource<T>> groupSource = Optional.empty();
    private Optional<Column<T>> groupedBy = Optional.empty();
    private int grouping; // answers to an earlier question for groups come too late
    private List<ListRows.OnlyValue<T>> onlyValues = List.of();
    private Optional<Column<T>> pointed = Optional.empty(); // when the context menu opened
    private int emptyTurn = -1; // of the pane, when it last showed why there are no rows
    private String emptyFilter = ""; // and what cut the list then
    private long ofAll; // rows of the list, with those that it was cut by

    public DataTable(Composite parent, TableSpec<T> spec, NodeJobs jobs) {
        this.spec = spec;
        this.jobs = jobs;
        list = new ListRows<>(spec.columns(), spec.key());
        paged = new PagedRows<>(this::load, spec.key());
        groups = new GroupedRows<>(spec.key(), new GroupReader(), formats::count, this::repaint);
        Layout remembered = Layout.parse(InstanceScope.INSTANCE.getNode(DeskPreferences.NODE)
                .get(LAYOUT + spec.id(), ""));
        sort = new SortState(spec, remembered.sort().filter(s -> spec.indexOf(s.column()) >= 0).or(spec::sort),
                this::sortChanged);
        list.sort(sort.sort());
        paged.sort(sort.sort());
        groups.sort(sort.sort());

        outer = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(outer);
        bar = new TableBar(outer, texts, this::filterChanged, this::focusGrid);
        state = new StatePane(outer);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(state.control());
        grid = new Grid<>(state.content(), spec, list, sort);
        out = new RowsOut<>(outer, grid, spec, jobs);
        grid.apply(remembered);
        grid.sorted(sort.sort());
        chosen = new SelectedRows<>(grid, this::rows, spec.key());
        var skin = new TableStyle(grid.table());
        Palette.follow(grid.table(), skin::apply);
        wire();
        emptyPage = () -> state.showEmpty(texts.get("table.empty"));
        state.onSwitch(content -> bar.quiet(!content && !filteredOut()));
    }

    /** Lays the bar out again: after a view has added its own controls to {@link #bar()}. */
    public void arrangeBar() {
        bar.arrange();
    }

    private void wire() {
        new TableTips<>(grid);
        TableAccess.install(grid.table(), spec, this::spoken);
        new TableInput<>(this, grid).install();
        chosen.onSelect(rows -> showCount());
        Supplier<List<String>> numbers = () -> selected().map(row -> Column.numbers(spec.columns(), row)).orElse(List.of());
        grid.table().setData(NUMBERS, numbers);
        grid.table().addListener(SWT.MenuDetect, e -> pointed = e.detail == SWT.MENU_MOUSE
                ? grid.columnAt(grid.table().toControl(e.x, e.y).x) : Optional.empty());
        TableInput.menu(grid.table(), manager -> {
            menus.forEach(m -> m.accept(manager));
            new TableMenu<>(this, grid, spec, sort, texts).fill(manager);
        });
        grid.table().addListener(SWT.Dispose, e -> remember());
    }

    /** The phone numbers of the row that is selected in the table with the keyboard focus; empty outside a table. */
    public static List<String> numbersAt(Control focus) {
        for (Control at = focus; at != null; at = at.getParent())
            if (at.getData(NUMBERS) instanceof Supplier<?> numbers && numbers.get() instanceof List<?> found)
                return found.stream().map(String::valueOf).toList();
        return List.of();
    }

    /** The table with its bar and its states. */
    public Control control() {
        return outer;
    }

    /** The line above the table, for buttons of the view; then call {@link #arrangeBar()}. */
    public Composite bar() {
        return bar.composite();
    }

    /** For small tables that need no filter. */
    public void hideBar() {
        bar.hide();
    }

    /** To show a loading, empty or error page instead of the table. */
    public StatePane state() {
        return state;
    }

    /** For the view whose table it is, as the workbench activates it; see {@link PartFocus}. */
    public void setFocus() {
        PartFocus.give(outer, () -> {
            if (state.showsContent())
                grid.table().setFocus();
            else
                state.control().setFocus();
        });
    }

    /** Gives the keyboard to the first row, and selects it where none is selected. */
    public void focusFirst() {
        grid.table().setFocus();
        if (grid.selectedPositions(1).isEmpty() && rows().count() > 0)
            grid.select(List.of(0), true);
    }

    /** Puts the caret into the filter field; nothing where the table has none. */
    public void focusFilter() {
        bar.focusFilter();
    }

    /** What stands in place of an empty table. */
    public void whenEmpty(String sentence, PaneAction... actions) {
        emptyPage = () -> state.showEmpty(sentence, actions);
    }

    /** What stands in place of an empty table, where a sentence and buttons do not do. */
    public void whenEmpty(Consumer<StatePane> page) {
        emptyPage = () -> page.accept(state);
    }

    /** Shows a short list, filtered and sorted here. As often as it changes. */
    public void setRows(List<T> rows) {
        setRows(rows, rows.size());
    }

    /** The same of a list that may have been cut. @param total how many there are in all, which is told */
    public void setRows(List<T> rows, long total) {
        ofAll = Math.max(rows.size(), total);
        chosen.settle();
        if (source.isPresent()) {
            source = Optional.empty();
            grid.use(rows());
        }
        bar.showFilter(true);
        int before = list.count();
        list.set(rows);
        refreshed(groupList() || before != list.count());
        showList();
    }

    /** The rows, or why there are none: made anew only where it says another thing, for it may have the focus. */
    private void showList() {
        if (list.count() > 0) {
            state.showContent();
        } else if (state.turn() != emptyTurn || !cut().equals(emptyFilter)) {
            if (list.total() == 0)
                emptyPage.run();
            else
                state.showEmpty(texts.get(bar.filter().isBlank() ? "table.none.value"
                        : isCut() ? "table.none.cut" : "table.none", bar.filter().strip(),
                        formats.count(list.total()), formats.count(ofAll)),
                        new PaneAction(texts.get("table.filter.clear"), this::clearFilter));
            emptyTurn = state.turn();
            emptyFilter = cut();
        }
    }

    /** What the list is filtered by. */
    private String cut() {
        return bar.filter() + onlyValues;
    }

    private void clearFilter() {
        bar.clearFilter();
        keep(List.of());
    }

    /** Whether the filter alone hides all rows: then it must stay to be changed. */
    private boolean filteredOut() {
        return source.isEmpty() && list.total() > 0 && list.count() == 0;
    }

    private boolean isCut() {
        return ofAll > list.total();
    }

    /** Shows a result from its first row; what was selected is not. */
    public void setSource(RowSource<T> newSource) {
        use(newSource);
        state.showLoading(texts.get("table.loading"));
        paged.restart();
        grid.structureChanged();
    }

    /** The same of a result whose first {@link #PAGE} rows are there already. */
    public void setSource(RowSource<T> newSource, Page<T> first) {
        use(newSource);
        paged.restart(first);
        if (groupedBy.isPresent())
            readGroups();
        else
            showPage(true);
    }

    private void use(RowSource<T> newSource) {
        source = Optional.of(newSource);
        grid.use(rows());
        bar.showFilter(false);
        chosen.clear();
        firstPage = true;
    }

    /** Shows the source's first {@link #PAGE} rows as they are now, in place; others are fetched as they are looked at. */
    public void refresh(Page<T> first) {
        if (source.isEmpty() || groupedBy.isPresent())
            return;
        int before = paged.count();
        paged.restart(first);
        showPage(before != paged.count());
    }

    /** The order of the source's rows; empty where no column's head was clicked. */
    public Optional<Sort> sorted() {
        return paged.sorted();
    }

    /** Whether the first row is in view, so that new ones above it would be seen. */
    public boolean atTop() {
        return grid.firstVisibleRow() == 0 && (source.isEmpty() || groupedBy.isEmpty());
    }

    /** Paints anew, where texts change by themselves: durations. */
    public void repaint() {
        if (state.showsContent())
            grid.repaint();
    }

    /** The same rows have other texts, such as names that came later: paints anew, and makes room for them unless somebody scrolls. */
    public void reword() {
        if (!state.showsContent())
            return;
        grid.repaint();
        fit();
    }

    private void fit() {
        if (source.isEmpty() || firstPage || atTop())
            grid.fit();
    }

    private void load(int turn, long offset, int limit, Optional<Sort> by) {
        RowSource<T> from = source.orElseThrow();
        jobs.read(spec.title(), (node, monitor) -> from.fetch(node, offset, limit, by),
                page -> arrived(turn, offset, page), failure -> failed(turn, failure));
    }

    private void arrived(int turn, long offset, Page<T> page) {
        int before = paged.count();
        if (!paged.arrived(turn, offset, page))
            return;
        if (groupedBy.isPresent() && paged.count() > 0)
            readGroups();
        else
            showPage(before != paged.count());
    }

    private void showPage(boolean structure) {
        if (paged.count() == 0)
            emptyPage.run();
        else
            state.showContent();
        refreshed(firstPage || structure);
        firstPage = false;
    }

    private void failed(int turn, Failure failure) {
        if (paged.failed(turn))
            state.showError(failure, () -> source.ifPresent(this::setSource));
    }

    private void refreshed(boolean structure) {
        if (structure)
            grid.structureChanged();
        else
            grid.repaint();
        fit();
        chosen.restore(source.isPresent());
        showCount();
    }

    Rows<T> rows() {
        return groupedBy.isPresent() ? groups : ungrouped();
    }

    private Rows<T> ungrouped() {
        return source.isPresent() ? paged : list;
    }

    private void showCount() {
        int marked = groupedBy.isPresent() ? selectedRows().size() : grid.selected().count();
        if (marked > 1 && marked <= ungrouped().count()) {
            bar.showCount(selectedFigures(marked));
            return;
        }
        boolean all = source.isPresent() || list.count() == list.total();
        String first = formats.count(list.total());
        if (source.isEmpty() && isCut())
            bar.showCount(all ? texts.get("table.first", first, formats.count(ofAll))
                    : texts.get("table.some.first", formats.count(list.count()), first, formats.count(ofAll)));
        else
            bar.showCount(all ? formats.count(ungrouped().count())
                    : texts.get("table.some", formats.count(list.count()), first));
    }

    /** How many rows are selected, and what their columns make together, where all of them are loaded. */
    private String selectedFigures(int marked) {
        var loaded = selectedRows();
        var text = new StringBuilder(texts.get("table.selected", formats.count(marked), formats.count(ungrouped().count())));
        if (loaded.size() == marked)
            for (var column : grid.visibleColumns())
                column.sum().ifPresent(sum -> text.append(" · ").append(column.label()).append(' ').append(sum.over(loaded)));
        return text.toString();
    }

    /** What "only this value" does where rows are fetched as they are scrolled to; nothing is offered without. */
    public void searchValuesBy(ValueSearch<T> search) {
        valueSearch = Optional.of(search);
    }

    /** The column that the pointer was on when the context menu opened. */
    Optional<Column<T>> pointed() {
        return pointed;
    }

    /** @return what keeps only the rows with this row's value in the column; empty where that cannot be told */
    Optional<Runnable> onlyValue(Column<T> column, T row, boolean not) {
        if (source.isPresent())
            return valueSearch.flatMap(search -> search.of(column.id(), row, not));
        return Optional.of(() -> keep(Stream.concat(onlyValues.stream(),
                Stream.of(new ListRows.OnlyValue<>(column, column.text().apply(row), not))).distinct().toList()));
    }

    private void keep(List<ListRows.OnlyValue<T>> values) {
        onlyValues = values;
        list.keep(values);
        showCut();
        filterChanged();
    }

    /** A button for each value that cuts the list, and one for the groups. */
    private void showCut() {
        var labels = new ArrayList<String>();
        var undo = new ArrayList<Runnable>();
        groupedBy.ifPresent(column -> {
            labels.add(texts.get("table.grouped", column.label()));
            undo.add(() -> groupBy(Optional.empty()));
        });
        for (var value : onlyValues) {
            labels.add(texts.get(value.not() ? "table.value.not" : "table.value.only", value.column().label(), value.text()));
            undo.add(() -> keep(onlyValues.stream().filter(v -> v != value).toList()));
        }
        bar.showValues(labels, texts.get("table.value.tip"), index -> undo.get(index).run());
    }

    /** What counts the groups where rows are fetched as they are scrolled to; nothing is offered without. */
    public void groupRowsBy(GroupSource<T> counts) {
        groupSource = Optional.of(counts);
    }

    boolean canGroup(Column<T> column) {
        return source.isEmpty() || groupSource.filter(counts -> counts.groups(column.id())).isPresent();
    }

    /** What the rows are grouped by. */
    Optional<Column<T>> grouped() {
        return groupedBy;
    }

    /** Groups the rows by what a column shows; empty: no longer. */
    public void groupBy(Optional<Column<T>> column) {
        chosen.settle();
        groupedBy = column;
        grouping++;
        groups.closeAll();
        grid.use(rows());
        showCut();
        if (source.isEmpty()) {
            groupList();
            refreshed(true);
        } else if (column.isPresent()) {
            readGroups();
        } else {
            showPage(true);
        }
    }

    /** @return whether the list is shown in groups */
    private boolean groupList() {
        groupedBy.filter(_ -> source.isEmpty()).ifPresent(column -> groups.set(list.shown(), column, spec.columns()));
        return groupedBy.isPresent();
    }

    private void readGroups() {
        int mine = ++grouping;
        Optional<GroupSource<T>> counts = groupSource;
        Optional<Column<T>> by = groupedBy.filter(this::canGroup);
        if (counts.isEmpty() || by.isEmpty()) {
            groupBy(Optional.empty());
            return;
        }
        jobs.read(texts.get("table.grouping"), (node, _) -> counts.get().read(node, by.get().id()), found -> {
            if (mine != grouping)
                return;
            groups.set(found);
            showPage(true);
        }, failure -> {
            if (mine == grouping)
                state.showError(failure, this::readGroups);
        });
    }

    private final class GroupReader implements GroupedRows.Reader<T> {
        @Override
        public void page(PagedRows<T> into, RowSource<T> from, int turn, long offset, int limit, Optional<Sort> by) {
            jobs.read(spec.title(), (node, _) -> from.fetch(node, offset, limit, by), page -> {
                if (into.arrived(turn, offset, page)) {
                    groups.arrange();
                    refreshed(true);
                }
            }, failure -> {
                if (into.failed(turn))
                    state.showError(failure, DataTable.this::readGroups);
            });
        }

        @Override
        public void sums(GroupSource.Group<T> group, Consumer<Map<String, String>> told) {
            jobs.read(spec.title(), (node, _) -> group.sums().read(node), told, _ -> told.accept(Map.of()));
        }
    }

    /** Opens or closes the group at this position, or the one that the row there is of when it is closed. */
    void openGroup(int position, boolean open) {
        if (groupedBy.isEmpty())
            return;
        int line = open ? position : groups.lineOf(position);
        if (groups.open(line, open)) {
            refreshed(true);
            grid.select(List.of(line), true);
        }
    }

    /** @return whether a group is there, which is open now if it was closed, and closed if it was open */
    boolean toggleGroup(int position) {
        Optional<Rows.GroupLine> line = rows().group(position);
        line.ifPresent(it -> openGroup(position, !it.open()));
        return line.isPresent();
    }

    /** Position of the first selected row, or group. */
    OptionalInt selectedPosition() {
        return grid.selectedPositions(1).stream().mapToInt(Integer::intValue).findFirst();
    }

    private void filterChanged() {
        chosen.settle();
        list.filter(bar.filter());
        groupList();
        refreshed(true);
        if (state.showsContent() || state.turn() == emptyTurn)
            showList();
    }

    private void sortChanged(Optional<Sort> newSort) {
        grid.sorted(newSort);
        list.sort(newSort);
        paged.sort(newSort);
        groups.sort(newSort);
        if (source.isPresent()) {
            chosen.lift();
            if (groupedBy.isEmpty())
                paged.restart();
            grid.structureChanged();
        } else {
            groupList();
            refreshed(true);
        }
        remember();
    }

    /** Told on each change of the selection, and when selected rows show other values. */
    public void onSelect(Consumer<List<T>> listener) {
        chosen.onSelect(listener);
    }

    /** Told on double-click and Enter. */
    public void onOpen(Consumer<T> listener) {
        openListeners.add(listener);
    }

    /** A double click opens the row wherever it is, not the owner of the number there. */
    public void openRowsOnly() {
        opensOwners = false;
    }

    boolean opensOwners() {
        return opensOwners;
    }

    /** Told of the selected rows on Delete: ask before anything is deleted. */
    public void onDelete(Consumer<List<T>> listener) {
        deleteListeners.add(listener);
    }

    /** Adds to the context menu each time it opens, above the table's own entries. */
    public void onMenu(Consumer<IMenuManager> filler) {
        menus.add(filler);
    }

    /** Selected rows for the workbench's selection service. */
    public ISelectionProvider selectionProvider() {
        return chosen.provider();
    }

    public Optional<T> selected() {
        return chosen.first();
    }

    /** In table order; of a paged table those that are loaded. */
    public List<T> selectedRows() {
        return chosen.rows();
    }

    /** Selects the row with this key and scrolls to it, now or once it is there. */
    public void select(Object key) {
        chosen.select(List.of(key), true);
    }

    /** Selects nothing. */
    public void deselect() {
        chosen.select(List.of(), false);
    }

    public void selectAll() {
        grid.selection().selectAll();
        chosen.moved();
    }

    private void focusGrid() {
        grid.table().setFocus();
    }

    void delete() {
        if (!selectedRows().isEmpty())
            deleteListeners.forEach(l -> l.accept(selectedRows()));
    }

    void open() {
        OptionalInt first = selectedPosition();
        if (first.isPresent() && toggleGroup(first.getAsInt()))
            return;
        selected().ifPresent(row -> openListeners.forEach(l -> l.accept(row)));
    }

    /** What a screen reader says of the table now. */
    private String spoken() {
        var rows = selectedRows();
        OptionalInt first = selectedPosition();
        Optional<Rows.GroupLine> line = first.isPresent() ? rows().group(first.getAsInt()) : Optional.empty();
        if (line.isPresent())
            return texts.get(line.get().open() ? "table.spoken.open" : "table.spoken.closed", line.get().text());
        if (rows.isEmpty())
            return texts.get("table.spoken.none", rows().count());
        T row = rows.getFirst();
        var words = new StringBuilder();
        for (var column : grid.visibleColumns())
            words.append(column.label()).append(' ').append(column.text().apply(row)).append(", ");
        return texts.get("table.spoken.row", words.toString(), grid.selectedPositions(1).getFirst() + 1,
                rows().count());
    }

    /** Puts the selected rows on the clipboard, as text with tabs and heads; those that are not loaded are fetched first. */
    public void copy() {
        copy(TextTable.TABS);
    }

    void copy(TextTable as) {
        if (groupedBy.isPresent())
            out.copy(selectedRows(), as);
        else
            out.copy(shown(), as);
    }

    /** The table's owner exports in its own way, more than the columns shown. */
    public void exportBy(Runnable action) {
        exporter = Optional.of(action);
    }

    /** Asks for a file and writes all rows of the table to it. */
    public void export() {
        if (exporter.isPresent()) {
            exporter.get().run();
            return;
        }
        TableText.askFile(outer.getShell(), spec.title(), texts).ifPresent(this::export);
    }

    /** Writes all rows of the table to a file. */
    public void export(Path file) {
        out.export(shown(), file);
    }

    private RowsOut.Shown<T> shown() {
        return new RowsOut.Shown<>(ungrouped(), source, paged.sorted());
    }

    /** The columns up to this one stay while the others scroll; empty: all scroll. */
    void freeze(Optional<Column<T>> upTo) {
        grid.freeze(upTo);
        remember();
    }

    /** Back to the layout that the table came with. */
    void resetLayout() {
        sort.set(spec.sort());
        grid.apply(new Layout(List.of(), spec.sort(), Optional.empty()));
        remember();
    }

    void remember() {
        if (!grid.table().isDisposed())
            InstanceScope.INSTANCE.getNode(DeskPreferences.NODE).put(LAYOUT + spec.id(),
                    grid.layout(sort.sort()).format());
    }

    /** A failure of the view that has nothing to do with a source. */
    public void showFailure(String message, Exception cause, Runnable retry) {
        state.showError(new Failure(message, Instant.now(), cause), retry);
    }
}
