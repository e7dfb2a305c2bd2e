package org.trunkline.ui.quality.internal.chart;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.RangeType;
import org.jfree.data.time.SimpleTimePeriod;
import org.jfree.data.time.TimePeriodAnchor;
import org.jfree.data.time.TimePeriodValues;
import org.jfree.data.time.TimePeriodValuesCollection;
import org.jfree.data.time.TimeTableXYDataset;
import org.trunkline.ui.quality.internal.model.QualityFigures;
import org.trunkline.ui.quality.internal.model.QualityFigures.Step;

/** Calls over time as bars, answered below the others, and the answer-seizure ratio as a line. */
public final class TimeChart {
    public static final int ANSWERED = 0;
    public static final int UNANSWERED = 1;
    private static final float LINE = 2f;

    private TimeChart() {}

    public static JFreeChart of(QualityFigures figures, ChartLook look, ZoneId zone) {
        var time = new DateAxis("", TimeZone.getTimeZone(zone), Locale.getDefault());
        var calls = new NumberAxis();
        calls.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        calls.setRangeType(RangeType.POSITIVE);
        var bars = new StackedXYBarRenderer(0.12);
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        bars.setDrawBarOutline(false);
        bars.setSeriesPaint(ANSWERED, look.series().getFirst());
        bars.setSeriesPaint(UNANSWERED, look.off());
        var plot = new XYPlot(bars(figures), time, calls, bars);
        var ratio = new NumberAxis();
        ratio.setRange(0, 1.0);
        ratio.setNumberFormatOverride(NumberFormat.getPercentInstance());
        var line = new XYLineAndShapeRenderer(true, true);
        line.setSeriesPaint(0, look.series().get(1));
        line.setSeriesStroke(0, new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        line.setSeriesShape(0, new Ellipse2D.Double(-2, -2, 4, 4));
        plot.setRangeAxis(1, ratio);
        plot.setRenderer(1, line); // before its data, which the bars' renderer could not read
        plot.setDataset(1, line(figures));
        plot.mapDatasetToRangeAxis(1, 1);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        if (!figures.steps().isEmpty())
            time.setRange(Date.from(figures.steps().getFirst().start()), Date.from(figures.steps().getLast().end()));
        ChartStyle.apply(plot, look);
        ChartStyle.apply(ratio, look, look.muted());
        return ChartStyle.chart(plot, look);
    }

    static TimeTableXYDataset bars(QualityFigures figures) {
        var data = new TimeTableXYDataset();
        for (Step step : figures.steps()) {
            var period = period(step);
            data.add(period, step.answered(), "answered", false);
            data.add(period, step.unanswered(), "unanswered", false);
        }
        return data;
    }

    /** Steps without calls have no ratio: the line has a gap there. */
    static TimePeriodValuesCollection line(QualityFigures figures) {
        var values = new TimePeriodValues("asr");
        for (Step step : figures.steps())
            values.add(period(step), step.asr().isPresent() ? (Number) step.asr().getAsDouble() : null);
        var data = new TimePeriodValuesCollection(values);
        data.setXPosition(TimePeriodAnchor.MIDDLE);
        return data;
    }

    private static SimpleTimePeriod period(Step step) {
        return new SimpleTimePeriod(Date.from(step.start()), Date.from(step.end()));
    }
}
