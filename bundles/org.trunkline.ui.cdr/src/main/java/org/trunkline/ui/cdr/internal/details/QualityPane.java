package org.trunkline.ui.cdr.internal.details;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.quality.EModel;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.ui.CallCharts;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.cdr.internal.widget.RichText.Style;
import org.trunkline.ui.table.DataTable;

/** What was heard of each direction, and what made its MOS. UI thread. */
final class QualityPane {
    private static final int TABLE_HEIGHT = 96;

    private final Texts texts;
    private final Formats formats;
    private final Composite pane;
    private final DataTable<StreamReport> table;
    private final SashForm lower;
    private final Optional<CallCharts.Chart> course;
    private final WaterfallCanvas waterfall;
    private final RichText words;

    /** @param charts draws the course of the call, where there is somebody who does */
    QualityPane(Composite parent, Texts texts, Formats formats, NodeJobs jobs, Optional<CallCharts> charts) {
        this.texts = texts;
        this.formats = formats;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        table = new DataTable<>(pane, new CallTables(texts, formats).streamTable(), jobs);
        table.whenEmpty(texts.get("quality.none"));
        table.hideBar();
        GridDataFactory.fillDefaults().grab(true, false).hint(SWT.DEFAULT, TABLE_HEIGHT).applyTo(table.control());
        lower = new SashForm(pane, SWT.HORIZONTAL | SWT.SMOOTH);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(lower);
        course = charts.map(c -> c.create(lower));
        waterfall = new WaterfallCanvas(lower, texts, formats);
        words = new RichText(lower, texts.get("quality.why.heading"));
        lower.setWeights(course.isPresent() ? new int[] {44, 26, 30} : new int[] {50, 50});
    }

    Control control() {
        return pane;
    }

    /** @param series of the streams that were long enough for one @param codecs what streams are rated by */
    void show(Cdr cdr, List<StreamSeries> series, Map<String, CodecImpairment> codecs) {
        table.setRows(cdr.quality());
        makeRoom(!cdr.quality().isEmpty());
        course.ifPresent(c -> {
            c.show(series);
            c.control().setVisible(series.stream().anyMatch(s -> !s.samples().isEmpty()));
        });
        List<MosExplanation> explanations = MosExplanation.of(cdr, codecs);
        waterfall.show(explanations);
        words.clear();
        if (explanations.isEmpty())
            words.add(texts.get("quality.why.none"), Style.MUTED);
        for (MosExplanation e : explanations)
            explain(cdr, e, series);
        if (explanations.isEmpty())
            cdr.quality().forEach(stream -> remarks(stream));
        if (!explanations.isEmpty())
            words.add(texts.get("quality.why.best", formats.decimal(explanations.getFirst().start(), 1),
                    formats.score(EModel.mos(explanations.getFirst().start()))), Style.MUTED);
        words.show();
        pane.layout(true, true);
    }

    /** Where nothing was heard, the table says so, and there is nothing to explain. */
    private void makeRoom(boolean heard) {
        lower.setVisible(heard);
        ((GridData) lower.getLayoutData()).exclude = !heard;
        ((GridData) table.control().getLayoutData()).grabExcessVerticalSpace = !heard;
    }

    private void explain(Cdr cdr, MosExplanation e, List<StreamSeries> series) {
        words.add(texts.get(e.side() == LegSide.CALLER ? "quality.why.caller"
                : "quality.why.callee"), Style.STRONG).line();
        var lines = cdr.quality().stream().filter(s -> s.isAudio() && s.from() == e.side()).findFirst()
                .map(s -> e.sentences(s, texts, formats)).orElse(List.of());
        for (String line : lines.isEmpty() ? List.of(texts.get("quality.why.clean")) : lines)
            words.add(line, Style.PLAIN).line();
        cdr.quality().stream().filter(s -> s.isAudio() && s.from() == e.side()).forEach(this::remarks);
        series.stream().filter(s -> s.from() == e.side()).findFirst().flatMap(s -> StreamRemarks.worst(s, texts, formats))
                .ifPresent(line -> words.add(line, Style.MUTED).line());
    }

    private void remarks(StreamReport stream) {
        for (String line : StreamRemarks.of(stream, texts, formats))
            words.add(line, Style.MUTED).line();
    }
}
