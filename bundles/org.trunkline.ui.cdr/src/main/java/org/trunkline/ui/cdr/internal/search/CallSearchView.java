package org.trunkline.ui.cdr.internal.search;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Link;
import org.trunkline.api.Page;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.query.Histogram;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.cdr.internal.saved.SavedMenu;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.RowSource;
import org.trunkline.ui.view.NodePane;

/** The search over call records: query, time, facets, histogram and what was found. UI thread. */
public final class CallSearchView {
    private static final int TICK_MS = 1000;
    private static final int FACETS_WIDTH = 240;
    private static final int FACETS_MOST = 300;
    private static final int HISTOGRAM_HEIGHT = 80;
    private static final int AWAITED_MS = 300;
    private static final CdrSummary NOTHING = new CdrSummary(0, 0, Duration.ZERO, Map.of(), Duration.ZERO, List.of(), List.of(),
            List.of());

    private final Texts texts;
    private final Formats formats;
    private final Composite pane;
    private final NodeJobs jobs;
    private final SearchSession session;
    private final SearchBar bar;
    private final FacetTree facets;
    private final FixedLeft left;
    private final HistogramCanvas histogram;
    private final ActiveNode active;
    private final Composite results;
    private final ContactNames names;
    private final List<Consumer<CdrRow>> opened = new ArrayList<>();
    private final List<Consumer<List<CdrRow>>> selected = new ArrayList<>();
    private DataTable<CdrRow> table;
    private List<AddedColumn> added = AddedColumn.remembered();
    private final ExportBar exports;
    private FittingLabel figures;
    private Link news;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Watch> watches = new ArrayList<>();
    private Optional<NodeState.Reach> reach = Optional.empty();
    private Optional<Watch> callWatch = Optional.empty();
    private Optional<CdrSummary> summary = Optional.empty();
    private long total = -1; // of the rows, until the figures are there; -1 where nothing was found yet
    private String trouble = "";
    private int searches;
    private boolean toRows; // the keyboard goes to the first row once it is there
    private long newCalls;
    private Runnable saveAsked = () -> { };
    private Runnable manageAsked = () -> { };
    private Runnable holdAsked = () -> { };

    /** @param first range searched */
    public CallSearchView(Composite parent, ActiveNode active, Texts texts, Formats formats, InstantSource clock,
            TimeRange first) {
        this.texts = texts;
        this.formats = formats;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        jobs = new NodeJobs(active, pane);
        session = new SearchSession(new SearchRunner(jobs, pane, texts.get("search.reading")), new Shown(), clock, formats.zone(), first);
        bar = new SearchBar(pane, texts, formats, jobs, session, new Saved(), this::searchTyped, this::focusRows);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(bar.control());
        exports = new ExportBar(pane, texts, formats, jobs);
        var sash = new SashForm(pane, SWT.HORIZONTAL | SWT.SMOOTH);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(sash);
        var states = StateText.create();
        facets = new FacetTree(sash, texts, formats, new FacetWords(states)::of, session::toggle, session::toggleExcluded);
        var results = new Composite(sash, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(results);
        histogram = new HistogramCanvas(results, texts, formats, session::narrow);
        GridDataFactory.fillDefaults().grab(true, false).hint(SWT.DEFAULT, HISTOGRAM_HEIGHT).applyTo(histogram);
        names = new ContactNames(jobs, results, texts.get("table.title"));
        names.onChange(() -> table.reword());
        left = new FixedLeft(sash, FACETS_WIDTH);
        this.active = active;
        this.results = results;
        countAdded();
        fillTable();
        pane.addListener(SWT.Dispose, e -> close());
        begin(active);
    }

    /** Makes the table, with the controls above it. */
    private void fillTable() {
        var states = StateText.create();
        table = new DataTable<>(results, new ResultColumns(texts, formats, states, names::beside).spec(added), jobs);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        figures = new FittingLabel(table.bar());
        // gives way where there is no room for both: a link would be broken between all its letters
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).minSize(1, SWT.DEFAULT).indent(4, 0)
                .applyTo(figures.control());
        news = new Link(table.bar(), SWT.NONE);
        news.addListener(SWT.Selection, e -> session.showNew());
        news.setVisible(false);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).indent(12, 0).applyTo(news);
        table.exportBy(() -> exports.ask(session.query(), order()));
        table.arrangeBar();
        new RowMenu(texts, formats, session).install(table, states, active);
        table.groupRowsBy(new CallGroups(texts, formats, new FacetWords(states), session::query, () -> added));
        table.onOpen(row -> opened.forEach(listener -> listener.accept(row)));
        table.onSelect(rows -> selected.forEach(listener -> listener.accept(rows)));
    }

    /** The node's plug-ins add other fields to records than the table shows: another table takes its place. */
    private void use(List<AddedColumn> columns) {
        if (columns.equals(added))
            return;
        added = columns;
        countAdded();
        AddedColumn.remember(columns);
        table.control().dispose(); // keeps the layout
        fillTable();
        results.layout(true);
        showFigures();
        if (total >= 0)
            session.search(session.place());
        else
            table.state().showLoading(texts.get("search.waiting"));
    }

    private void countAdded() {
        List<AddedColumn> counted = added.stream().filter(AddedColumn::facet).toList();
        session.count(counted.stream().map(AddedColumn::name).toList());
        facets.use(counted);
    }

    /** Told of a row that is opened. */
    public void onOpen(Consumer<CdrRow> listener) {
        opened.add(listener);
    }

    /** Told of the rows that are selected. */
    public void onSelect(Consumer<List<CdrRow>> listener) {
        selected.add(listener);
    }

    private void begin(ActiveNode active) {
        bar.show(session.place());
        table.state().showLoading(texts.get("search.waiting"));
        watches.add(active.watch(state -> UiThread.post(pane, () -> heard(state, active))));
        watches.add(active.watchOther(() -> UiThread.post(pane, () -> leaveNode(active))));
        watches.add(active.watchNode(node -> UiThread.post(pane, () -> use(node))));
        UiThread.every(pane, TICK_MS, () -> {
            if (ended.getAndSet(false))
                session.callsEnded();
            session.tick(live());
        });
    }

    /** What was found stays while the node is away. */
    private void heard(NodeState state, ActiveNode active) {
        if (reach.equals(Optional.of(state.reach())))
            return;
        reach = Optional.of(state.reach());
        if (total < 0 || !table.state().showsContent()) // a page that only waits is not on top yet
            NodePane.whileUp(table.state(), state, active);
    }

    /** Nothing that was found at the former node stays. */
    private void leaveNode(ActiveNode active) {
        summary = Optional.empty();
        total = -1;
        newCalls = 0;
        showFigures();
        table.deselect();
        table.state().showLoading(texts.get("search.waiting"));
        NodePane.whileUp(table.state(), active.state(), active);
    }

    private void use(Optional<Node> node) {
        callWatch.ifPresent(Watch::close);
        callWatch = node.map(n -> n.cdrs().watch(rows -> ended.set(true)));
        if (node.isPresent()) {
            session.search(session.place());
            jobs.read(texts.get("search.reading"), (it, monitor) -> it.cdrs().attributes(),
                    fields -> use(AddedColumn.of(fields, Locale.getDefault())), failure -> {
                        // the columns stay as they are; the search itself says what is wrong
                    });
        }
    }

    private void close() {
        callWatch.ifPresent(Watch::close);
        watches.forEach(Watch::close);
    }

    /** New calls are simply shown where the reader is at the top of the newest. */
    private boolean live() {
        return order().equals(CdrOrder.NEWEST_FIRST) && table.atTop() || !table.state().showsContent();
    }

    private CdrOrder order() {
        return ResultColumns.order(table.sorted());
    }

    public Composite control() {
        return pane;
    }

    public DataTable<CdrRow> table() {
        return table;
    }

    /** Writes all calls of the search to a file; its suffix says how. */
    public void export(Path file) {
        exports.write(file, ExportBar.formatOf(file.toString(), 0), session.query(), order());
    }

    public SearchSession session() {
        return session;
    }

    public void setFocus() {
        bar.setFocus();
    }

    private void searchTyped(String text) {
        toRows = true;
        session.search(text);
    }

    /** Searches, and gives the keyboard to the first row that is found. */
    public void show(Place place) {
        toRows = true;
        session.search(place);
    }

    private void focusRows() {
        if (table.state().showsContent())
            table.focusFirst();
    }

    /** Not where somebody types on meanwhile. */
    private void foundRows(Place place) {
        boolean wanted = toRows && bar.typed().text().equals(place.text());
        toRows = false;
        if (wanted && total > 0)
            table.focusFirst();
    }

    /** Reads the result again. */
    public void reload() {
        session.search(session.place());
    }

    private void showFigures() {
        var line = new ResultFigures(texts, formats);
        String text = summary.map(line::line).orElseGet(() -> total < 0 ? "" : (line.total(total) + " " + trouble).strip());
        String added = newCalls > 0 ? texts.get("search.new", newCalls, formats.count(newCalls)) : "";
        if (text.equals(figures.text()) && added.equals(news.getText()))
            return;
        figures.set(text, text + "\n" + texts.get("search.summary.tip"));
        news.setText(added);
        news.setVisible(!added.isEmpty());
        figures.control().getParent().layout(true);
    }

    /** What is typed and chosen now, searched or not. */
    public Place typed() {
        return bar.typed();
    }

    /** What the view leads to beside itself. @param hold keeps what is found from retention and erasure */
    public void onSaved(Runnable save, Runnable manage, Runnable hold) {
        saveAsked = save;
        manageAsked = manage;
        holdAsked = hold;
    }

    private final class Saved implements SavedMenu.Choices {
        @Override
        public void search(Place place) {
            session.search(place);
        }

        @Override
        public void save() {
            saveAsked.run();
        }

        @Override
        public void manage() {
            manageAsked.run();
        }

        @Override
        public void hold() {
            holdAsked.run();
        }
    }

    private final class Shown implements SearchSession.Display {
        @Override
        public CdrOrder order() {
            return CallSearchView.this.order();
        }

        @Override
        public void found(Place place, CdrOrder order, Page<CdrRow> first) {
            bar.show(place);
            table.whenEmpty(pageOf -> empty(pageOf, !place.text().isBlank(),
                    place.range() instanceof TimeRange.All && !place.hasStretch()));
            RowSource<CdrRow> source = (node, offset, limit, by) -> node.cdrs().rows(session.query(), ResultColumns.order(by),
                    offset, limit);
            if (order.equals(order()))
                table.setSource(source, first);
            else
                table.setSource(source); // another order was chosen meanwhile
            total = first.total();
            foundRows(place);
            await();
        }

        /** Figures of the search before stay for a moment, so that nothing flickers; then they would be taken for these. */
        private void await() {
            summary = Optional.empty();
            trouble = "";
            int mine = ++searches;
            showFigures();
            UiThread.later(pane, AWAITED_MS, () -> {
                if (mine == searches && summary.isEmpty()) {
                    showCounts(NOTHING);
                    added.forEach(it -> facets.show(new SearchPart.AttributeFacet(it.name(), List.of(), Optional.empty()), ""));
                }
            });
        }

        /** What was asked for is taken back at one click. */
        private void empty(StatePane page, boolean text, boolean all) {
            var actions = new ArrayList<PaneAction>();
            if (!all)
                actions.add(new PaneAction(texts.get("search.empty.wider"), () -> session.search(new TimeRange.All())));
            if (text)
                actions.add(new PaneAction(texts.get("search.empty.clear"), () -> session.search("")));
            page.showEmpty(texts.get(!all ? "search.empty" : text ? "search.empty.all" : "search.empty.none"), actions);
        }

        @Override
        public void summary(CdrSummary found) {
            summary = Optional.of(found);
            showCounts(found);
            showFigures();
        }

        private void showCounts(CdrSummary counts) {
            facets.show(counts, session.place().text());
            left.ask(facets.asks(), FACETS_MOST);
            histogram.show(Histogram.of(counts));
        }

        @Override
        public void unfinished(Failure failure) {
            trouble = texts.get("search.unfinished", failure.message());
            showFigures();
        }

        @Override
        public void counted(SearchPart.AttributeFacet facet) {
            facets.show(facet, session.place().text());
            left.ask(facets.asks(), FACETS_MOST);
        }

        @Override
        public void refused(QueryException error) {
            toRows = false;
            bar.refused(session.place(), error);
        }

        @Override
        public void failed(Failure failure) {
            toRows = false;
            bar.keep(session.place());
            table.state().showError(failure, CallSearchView.this::reload);
        }

        @Override
        public void newCalls(long count) {
            newCalls = count;
            showFigures();
        }

        @Override
        public void refresh(Page<CdrRow> first) {
            table.refresh(first);
        }
    }
}
