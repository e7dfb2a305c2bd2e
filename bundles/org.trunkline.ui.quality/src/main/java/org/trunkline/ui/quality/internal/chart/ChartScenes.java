package org.trunkline.ui.quality.internal.chart;

import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.domain.quality.MosBand;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.quality.internal.chart.ChartScene.Key;
import org.trunkline.ui.quality.internal.chart.ChartScene.Spot;
import org.trunkline.ui.quality.internal.model.CallsBehind;
import org.trunkline.ui.quality.internal.model.QualityFigures;
import org.trunkline.ui.quality.internal.model.QualityFigures.MosClass;
import org.trunkline.ui.quality.internal.model.QualityFigures.Step;
import org.trunkline.ui.quality.internal.model.QualityFigures.TrunkMos;

/** The charts of the quality view, with words and queries for each part. */
public final class ChartScenes {
    private static final int ASR_SERIES = 1;

    private final Texts texts;
    private final Formats formats;

    public ChartScenes(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    public ChartScene time(QualityFigures figures) {
        return new ChartScene(texts.get("chart.time"), List.of(new Key(texts.get("chart.answered"), 0, false),
                new Key(texts.get("chart.unanswered"), -1, false), new Key(texts.get("chart.asr"), ASR_SERIES, true)),
                (look, _) -> TimeChart.of(figures, look, formats.zone()), area -> timeSpots(figures, area), "");
    }

    private List<Spot> timeSpots(QualityFigures figures, Rectangle2D area) {
        if (figures.steps().isEmpty())
            return List.of();
        Instant start = figures.steps().getFirst().start();
        double perMilli = area.getWidth()
                / Math.max(1, Duration.between(start, figures.steps().getLast().end()).toMillis());
        var spots = new ArrayList<Spot>();
        for (Step step : figures.steps()) {
            double x = area.getX() + Duration.between(start, step.start()).toMillis() * perMilli;
            double width = Duration.between(step.start(), step.end()).toMillis() * perMilli;
            spots.add(new Spot(x, area.getY(), width, area.getHeight(), words(step), CallsBehind.step(figures, step)));
        }
        return spots;
    }

    private String words(Step step) {
        return texts.get("chart.time.words", formats.dateTime(step.start()), formats.time(step.end()),
                formats.count(step.answered() + step.unanswered()), formats.count(step.answered()),
                step.asr().isPresent() ? formats.percent(step.asr().getAsDouble()) : Formats.NONE,
                formats.mos(step.mos()));
    }

    public ChartScene distribution(QualityFigures figures) {
        return new ChartScene(texts.get("chart.distribution", formats.count(figures.rated())) + bands(figures), List.of(),
                (look, _) -> BarCharts.distribution(figures, look, formats), area -> classSpots(figures, area), unrated(figures.rated() == 0));
    }

    /** The share of each band, the best first: the words of the colours. */
    private String bands(QualityFigures figures) {
        if (figures.rated() == 0)
            return "";
        return Stream.of(MosBand.values()).sorted(Comparator.reverseOrder()).map(band -> formats.percent((double) figures.rated(band)
                / figures.rated()) + " " + formats.mosWord(band)).collect(Collectors.joining(", ", "   ", ""));
    }

    private List<Spot> classSpots(QualityFigures figures, Rectangle2D area) {
        var spots = new ArrayList<Spot>();
        double width = area.getWidth() / Math.max(1, figures.classes().size());
        for (MosClass c : figures.classes())
            spots.add(new Spot(area.getX() + spots.size() * width, area.getY(), width, area.getHeight(),
                    texts.get("chart.distribution.words", formats.decimal(c.low(), 1), formats.decimal(c.high(), 1),
                            formats.count(c.calls()),
                            formats.percent(figures.rated() == 0 ? 0 : (double) c.calls() / figures.rated())),
                    CallsBehind.mosClass(figures, c)));
        return spots;
    }

    public ChartScene trunks(QualityFigures figures) {
        return new ChartScene(texts.get("chart.trunks"), List.of(),
                (look, _) -> BarCharts.trunks(figures, look, formats, i -> label(figures.trunks().get(i))),
                area -> trunkSpots(figures, area), unrated(figures.trunks().isEmpty()));
    }

    private String unrated(boolean none) {
        return none ? texts.get("chart.unrated") : "";
    }

    private String label(TrunkMos trunk) {
        return texts.get("chart.trunks.label", formats.mos(Optional.of(trunk.mos())),
                formats.count(trunk.rated()));
    }

    private List<Spot> trunkSpots(QualityFigures figures, Rectangle2D area) {
        var spots = new ArrayList<Spot>();
        double height = area.getHeight() / Math.max(1, figures.trunks().size());
        for (TrunkMos t : figures.trunks())
            spots.add(new Spot(0, area.getY() + spots.size() * height, area.getMaxX(), height,
                    texts.get("chart.trunks.words", t.trunk(), formats.mos(Optional.of(t.mos())),
                            formats.count(t.rated()), formats.count(t.calls()), formats.percent(t.asr())),
                    CallsBehind.trunk(figures, t.trunk())));
        return spots;
    }
}
