package org.trunkline.ui.cdr.internal.search;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.ui.AccessibleName;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeTask;
import org.trunkline.ui.PaneAction;
import org.trunkline.ui.Palette;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.details.SipStatus;
import org.trunkline.ui.cdr.internal.query.Histogram;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.cdr.internal.saved.SavedMenu;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;

/** The search over call records: query, time, facets, histogram and what was found. UI thread. */
public final class CallSearchView {
    private static final int TICK_MS = 1000;
    private static final int FACETS_WIDTH = 240;
    private static final int FACETS_MOST = 256;
    private static final int HISTOGRAM_HEIGHT = 80;

    private final Texts texts;
    private final Formats formats;
    private final StateText states = StateText.create();
    private final Composite pane;
    private final NodeJobs jobs;
    private final SearchSession session;
    private final Button back;
    private final Button forward;
    private final QueryBox box;
    private final RangeChooser range;
    private final Link problem;
    private final FacetTree facets;
    private final FixedLeft left;
    private final HistogramCanvas histogram;
    private final DataTable<CdrRow> table;
    private final ExportBar exports;
    private final Label figures;
    private final Link news;
    private final AtomicBoolean ended = new AtomicBoolean();
    private Optional<Watch> nodeWatch = Optional.empty();
    private Optional<Watch> callWatch = Optional.empty();
    private volatile Optional<Sort> sort = Optional.empty();
    private Optional<String> suggestion = Optional.empty();
    private Optional<CdrSummary> summary = Optional.empty();
    private long newCalls;
    private Runnable saveAsked = () -> { };
    private Runnable manageAsked = () -> { };

    /** @param first range searched */
    public CallSearchView(Composite parent, ActiveNode active, Texts texts, Formats formats, InstantSource clock,
            TimeRange first) {
        this.texts = texts;
        this.formats = formats;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        jobs = new NodeJobs(active, pane);
        session = new SearchSession(new JobRunner(), new Shown(), clock, formats.zone(), first);
        var top = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(7).margins(6, 6).spacing(4, 4).applyTo(top);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(top);
        back = arrow(top, SWT.LEFT, "search.back.tip", session::back);
        forward = arrow(top, SWT.RIGHT, "search.forward.tip", session::forward);
        box = new QueryBox(top, texts, this::complete, () -> session.trail().texts(), session::search);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).hint(200, SWT.DEFAULT)
                .applyTo(box.control());
        arrow(top, SWT.DOWN, "search.history.tip", box::showHistory);
        range = new RangeChooser(top, texts, formats, session::search);
        var button = new Button(top, SWT.PUSH);
        button.setText(texts.get("search.button"));
        button.addListener(SWT.Selection, e -> session.search(box.query()));
        new SavedMenu(top, texts, jobs, new Saved());
        problem = new Link(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).indent(12, 0).exclude(true).applyTo(problem);
        problem.setVisible(false);
        problem.addListener(SWT.Selection, e -> suggestion.ifPresent(session::search));
        Palette.follow(problem, palette -> problem.setForeground(palette.bad()));

        exports = new ExportBar(pane, texts, formats, jobs);
        var sash = new SashForm(pane, SWT.HORIZONTAL | SWT.SMOOTH);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(sash);
        facets = new FacetTree(sash, texts, formats, this::wording, session::toggle, session::toggleExcluded);
        var results = new Composite(sash, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(results);
        histogram = new HistogramCanvas(results, texts, formats, session::search);
        GridDataFactory.fillDefaults().grab(true, false).hint(SWT.DEFAULT, HISTOGRAM_HEIGHT).applyTo(histogram);
        table = new DataTable<>(results, new ResultColumns(texts, formats, states).spec(), jobs);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        left = new FixedLeft(sash, FACETS_WIDTH);
        figures = new Label(table.bar(), SWT.NONE);
        figures.setToolTipText(texts.get("search.summary.tip"));
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).indent(4, 0).applyTo(figures);
        news = new Link(table.bar(), SWT.NONE);
        news.addListener(SWT.Selection, e -> session.showNew());
        news.setVisible(false);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).indent(12, 0).applyTo(news);
        table.exportBy(() -> exports.ask(session.query(), ResultColumns.order(sort)));
        table.arrangeBar();
        new RowMenu(texts, session).install(table, states);
        pane.addListener(SWT.Dispose, e -> close());
        begin(active);
    }

    private void begin(ActiveNode active) {
        refreshTrail();
        range.show(session.place().range());
        table.state().showLoading(texts.get("search.waiting"));
        nodeWatch = Optional.of(active.watchNode(node -> UiThread.post(pane, () -> use(node))));
        UiThread.every(pane, TICK_MS, () -> {
            if (ended.getAndSet(false))
                session.callsEnded();
            session.tick(live());
        });
    }

    private void use(Optional<Node> node) {
        callWatch.ifPresent(Watch::close);
        callWatch = node.map(n -> n.cdrs().watch(rows -> ended.set(true)));
        if (node.isPresent())
            session.search(session.place());
    }

    private void close() {
        callWatch.ifPresent(Watch::close);
        nodeWatch.ifPresent(Watch::close);
    }

    /** New calls are simply shown where the reader is at the top of the newest. */
    private boolean live() {
        boolean newestFirst = sort.map(s -> s.descending() && s.column().equals(CdrField.STARTED.fieldName()))
                .orElse(true);
        return newestFirst && table.atTop() || !table.state().showsContent();
    }

    private Button arrow(Composite parent, int direction, String tip, Runnable action) {
        var button = new Button(parent, SWT.ARROW | SWT.FLAT | direction);
        button.setToolTipText(texts.get(tip));
        AccessibleName.of(button, texts.get(tip));
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    private void complete(String text, int caret,
            Consumer<List<Completion>> found) {
        jobs.read(texts.get("search.completing"), (node, monitor) -> node.cdrs().complete(text, caret), found,
                failure -> found.accept(List.of()));
    }

    private String wording(CdrField field, String value) {
        try {
            return switch (field) {
                case CAUSE -> states.of(Cause.ofCode(value));
                case DIRECTION -> states.of(Direction.valueOf(value.toUpperCase(Locale.ROOT)));
                case STATUS -> SipStatus.text(Integer.parseInt(value));
                default -> value;
            };
        } catch (IllegalArgumentException newer) {
            return value; // a newer node knows values that this desk does not
        }
    }

    public Composite control() {
        return pane;
    }

    public DataTable<CdrRow> table() {
        return table;
    }

    /** Writes all calls of the search to a file; its suffix says how. */
    public void export(Path file) {
        exports.write(file, ExportBar.formatOf(file.toString(), 0), session.query(), ResultColumns.order(sort));
    }

    public SearchSession session() {
        return session;
    }

    public void setFocus() {
        box.control().setFocus();
    }

    /** Reads the result again. */
    public void reload() {
        session.search(session.place());
    }

    private void refreshTrail() {
        back.setEnabled(session.trail().canGoBack());
        forward.setEnabled(session.trail().canGoForward());
    }

    private void showProblem(String text) {
        problem.setText(text);
        problem.setVisible(!text.isEmpty());
        ((GridData) problem.getLayoutData()).exclude = text.isEmpty();
        pane.layout(true);
    }

    private void showFigures() {
        String text = summary.map(s -> new ResultFigures(texts, formats).line(s)).orElse("");
        String added = newCalls > 0 ? texts.get("search.new", newCalls, formats.count(newCalls)) : "";
        if (text.equals(figures.getText()) && added.equals(news.getText()))
            return;
        figures.setText(text);
        news.setText(added);
        news.setVisible(!added.isEmpty());
        figures.getParent().layout(true);
    }

    /** What the view leads to beside itself. */
    public void onSaved(Runnable save, Runnable manage) {
        saveAsked = save;
        manageAsked = manage;
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
    }

    private final class JobRunner implements SearchSession.Runner {
        @Override
        public <T> void run(NodeTask<T> task, Consumer<T> done, Consumer<Failure> failed) {
            jobs.read(texts.get("search.reading"), task, done, failed);
        }
    }

    private final class Shown implements SearchSession.Display {
        @Override
        public void searching(Place place) {
            box.fill(place.text());
            range.show(place.range());
            showProblem("");
            refreshTrail();
            var actions = place.range() instanceof TimeRange.All ? List.<PaneAction>of() : List.of(new PaneAction(
                    texts.get("search.empty.wider"), () -> session.search(new TimeRange.All())));
            boolean any = !place.text().isBlank() || !(place.range() instanceof TimeRange.All);
            table.whenEmpty(pageOf -> pageOf.showEmpty(texts.get(any ? "search.empty" : "search.empty.none"), actions));
            table.setSource((node, offset, limit, by) -> {
                sort = by;
                return node.cdrs().rows(session.query(), ResultColumns.order(by), offset, limit);
            });
        }

        @Override
        public void summary(CdrSummary found) {
            summary = Optional.of(found);
            facets.show(found, session.place().text());
            left.ask(facets.asks(), FACETS_MOST);
            histogram.show(Histogram.of(found));
            showFigures();
        }

        /** In the desk's language where the code is known, else as the node put it. */
        private String words(QueryException error) {
            String key = "query." + error.code();
            return texts.has(key) ? texts.get(key, error.args().toArray()) : error.getMessage();
        }

        @Override
        public void refused(QueryException error) {
            suggestion = error.suggestion();
            box.fill(session.place().text());
            box.mark(Optional.of(error.position()));
            String text = texts.get("search.error", error.position() + 1, escaped(words(error)));
            showProblem(suggestion.map(s -> text + "  " + texts.get("search.suggestion", escaped(s)))
                    .orElse(text));
        }

        @Override
        public void failed(Failure failure) {
            box.fill(session.place().text());
            table.state().showError(failure, CallSearchView.this::reload);
        }

        @Override
        public void newCalls(long count) {
            newCalls = count;
            showFigures();
        }

        @Override
        public void refresh() {
            table.refresh();
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&&").replace("<", "\u2039");
    }
}
