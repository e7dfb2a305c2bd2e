package org.trunkline.ui.quality.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.quality.internal.chart.ChartCanvas;
import org.trunkline.ui.quality.internal.chart.ChartScenes;
import org.trunkline.ui.quality.internal.model.CallsBehind;
import org.trunkline.ui.quality.internal.model.QualityFigures;
import org.trunkline.ui.quality.internal.model.QualityRange;
import org.trunkline.ui.quality.internal.model.TrunkFilter;

/** How calls went and sounded over a time: three charts, each a way to the calls behind it. UI thread. */
public final class QualityView {
    private record Loaded(QualityFigures figures, List<String> trunks) {}

    private static final int REFRESH_MS = 10_000;

    private final Texts texts;
    private final Formats formats;
    private final InstantSource clock;
    private final Composite pane;
    private final NodeJobs jobs;
    private final Combo ranges;
    private final Combo trunks;
    private final Label figures;
    private final StatePane state;
    private final ChartScenes scenes;
    private final ChartCanvas time;
    private final ChartCanvas distribution;
    private final ChartCanvas byTrunk;
    private final TrunkFilter filter = new TrunkFilter();
    private QualityRange range;
    private Optional<Job> reading = Optional.empty();

    /** @param showCalls searches the calls of a query */
    public QualityView(Composite parent, ActiveNode active, Texts texts, Formats formats, InstantSource clock,
            QualityRange first, Consumer<String> showCalls) {
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
        range = first;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        jobs = new NodeJobs(active, pane);
        var top = new Composite(pane, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(top);
        GridLayoutFactory.fillDefaults().numColumns(5).margins(8, 6).spacing(8, 4).applyTo(top);
        new Label(top, SWT.NONE).setText(texts.get("range.label"));
        ranges = new Combo(top, SWT.READ_ONLY | SWT.DROP_DOWN);
        for (QualityRange r : QualityRange.values())
            ranges.add(texts.get(r.key()));
        ranges.select(range.ordinal());
        ranges.addListener(SWT.Selection, e -> range(QualityRange.values()[ranges.getSelectionIndex()]));
        new Label(top, SWT.NONE).setText(texts.get("trunk.label"));
        trunks = new Combo(top, SWT.READ_ONLY | SWT.DROP_DOWN);
        GridDataFactory.swtDefaults().hint(220, SWT.DEFAULT).applyTo(trunks);
        trunks.add(texts.get("trunk.all"));
        trunks.select(0);
        trunks.addListener(SWT.Selection, e -> trunk(trunks.getSelectionIndex()));
        figures = new Label(top, SWT.RIGHT);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(figures);
        state = new StatePane(pane);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(state.control());
        scenes = new ChartScenes(texts, formats);
        var rows = new SashForm(state.content(), SWT.VERTICAL | SWT.SMOOTH);
        time = new ChartCanvas(rows, showCalls);
        var below = new SashForm(rows, SWT.HORIZONTAL | SWT.SMOOTH);
        distribution = new ChartCanvas(below, showCalls);
        byTrunk = new ChartCanvas(below, showCalls);
        rows.setWeights(48, 52);
        state.showLoading(texts.get("quality.waiting"));
        Watch others = active.watchOther(() -> UiThread.post(pane, this::otherNode));
        Watch watch = active.watchNode(node -> UiThread.post(pane, this::reload));
        pane.addListener(SWT.Dispose, e -> {
            others.close();
            watch.close();
        });
        UiThread.every(pane, REFRESH_MS, () -> {
            if (pane.isVisible())
                read(false);
        });
    }

    public void setFocus() {
        ranges.setFocus();
    }

    public QualityRange range() {
        return range;
    }

    /** Reads the figures again. */
    public void reload() {
        read(true);
    }

    private void range(QualityRange chosen) {
        range = chosen;
        reload();
    }

    private void trunk(int index) {
        filter.choose(index);
        reload();
    }

    /** Its trunks are others. */
    private void otherNode() {
        filter.clear();
        showTrunks();
        reload();
    }

    /** @param told whether a wait may be shown: not by the refresh that comes of itself */
    private void read(boolean told) {
        if (told)
            reading.ifPresent(Job::cancel);
        else if (reading.filter(j -> j.getState() != Job.NONE).isPresent())
            return;
        if (told && !state.showsContent())
            state.showLoading(texts.get("quality.loading"));
        Instant now = clock.instant();
        CdrQuery query = range.query(CallsBehind.onlyTrunk(filter.chosen()), now, formats.zone());
        int steps = range.buckets();
        reading = Optional.of(jobs.read(texts.get("quality.loading"), (node, monitor) -> {
            CdrSummary summary = node.cdrs().summarize(query, Set.of(CdrField.TRUNK), steps);
            return new Loaded(QualityFigures.of(query, summary), summary.facets()
                    .getOrDefault(CdrField.TRUNK, List.of()).stream().map(CdrSummary.Count::value)
                    .filter(name -> !name.isEmpty()).sorted(String.CASE_INSENSITIVE_ORDER).toList());
        }, this::loaded, this::failed));
    }

    private void loaded(Loaded loaded) {
        QualityFigures shown = loaded.figures();
        if (filter.offer(loaded.trunks()))
            showTrunks();
        figures.setText(shown.isEmpty() ? "" : texts.get("quality.figures", shown.calls(),
                formats.count(shown.calls()), formats.percent(shown.asr()), formats.mos(shown.mos()),
                formats.count(shown.rated())));
        if (shown.isEmpty()) {
            var wider = new PaneAction(texts.get("quality.empty.wider"), () -> {
                ranges.select(QualityRange.ALL.ordinal());
                range(QualityRange.ALL);
            });
            state.showEmpty(texts.get(range == QualityRange.ALL ? "quality.empty.none" : "quality.empty"),
                    range == QualityRange.ALL ? List.of() : List.of(wider));
            return;
        }
        time.show(scenes.time(shown));
        distribution.show(scenes.distribution(shown));
        byTrunk.show(scenes.trunks(shown));
        state.showContent();
    }

    private void failed(Failure failure) {
        state.showError(failure, this::reload);
    }

    private void showTrunks() {
        trunks.setItems(filter.names().toArray(String[]::new));
        trunks.add(texts.get("trunk.all"), 0);
        trunks.select(filter.index());
    }
}
