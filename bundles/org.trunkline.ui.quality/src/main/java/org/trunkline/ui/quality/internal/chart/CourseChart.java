package org.trunkline.ui.quality.internal.chart;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.RangeType;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.MosBand;
import org.trunkline.ui.quality.internal.model.CallCourse;
import org.trunkline.ui.quality.internal.model.CallCourse.Line;
import org.trunkline.ui.quality.internal.model.CallCourse.Point;

/**
 * MOS, loss, round trip and jitter of a call over its time, one above the other, a line for each stream: as many of them, in
 * this order, as there is room for. Without RTCP there is no round trip.
 */
final class CourseChart {
    private static final float LINE = 2f;
    /** Below it a part of the drawing cannot be read. */
    private static final int LEAST_HEIGHT = 74;
    private static final double LEAST_LOSS = 0.02;
    private static final double LEAST_RTT_MS = 50;
    private static final double LEAST_JITTER_MS = 20;
    private static final int[] SECONDS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200};

    /** Names of the four axes. */
    record Names(String mos, String loss, String rtt, String jitter) {}

    private CourseChart() {}

    static JFreeChart of(CallCourse course, ChartLook look, Names names, int height) {
        var time = new NumberAxis();
        time.setRange(0, Math.max(1, seconds(course.length())));
        time.setStandardTickUnits(ticks());
        time.setNumberFormatOverride(new Clock());
        var plot = new CombinedDomainXYPlot(time);
        plot.setGap(10);
        var parts = new ArrayList<XYPlot>();
        parts.add(part(course, look, mos(names), p -> p.mos().map(m -> (Number) m)));
        parts.add(part(course, look, loss(names), p -> Optional.of(p.loss())));
        if (course.hasRoundTrips())
            parts.add(part(course, look, millis(names.rtt(), LEAST_RTT_MS), p -> p.rtt().map(CourseChart::millis)));
        parts.add(part(course, look, millis(names.jitter(), LEAST_JITTER_MS), p -> Optional.of(millis(p.jitter()))));
        for (XYPlot part : parts.subList(0, Math.clamp(height / LEAST_HEIGHT, 1, parts.size())))
            plot.add(part, part == parts.getFirst() ? 3 : 2);
        ChartStyle.apply(time, look, look.muted());
        plot.setBackgroundPaint(look.background());
        plot.setInsets(new RectangleInsets(2, 0, 0, 14)); // the last time is written beyond its end
        return ChartStyle.chart(plot, look);
    }

    private static NumberAxis mos(Names names) {
        var axis = new NumberAxis(names.mos());
        axis.setRange(1, MosBand.BEST);
        axis.setStandardTickUnits(units(1, 2, 4));
        return axis;
    }

    private static NumberAxis loss(Names names) {
        var axis = new NumberAxis(names.loss());
        axis.setRangeType(RangeType.POSITIVE);
        axis.setAutoRangeMinimumSize(LEAST_LOSS);
        axis.setNumberFormatOverride(new DecimalFormat("0%"));
        return axis;
    }

    private static NumberAxis millis(String name, double least) {
        var axis = new NumberAxis(name);
        axis.setRangeType(RangeType.POSITIVE);
        axis.setAutoRangeMinimumSize(least);
        return axis;
    }

    private static Number millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static XYPlot part(CallCourse course, ChartLook look, NumberAxis axis, Function<Point, Optional<Number>> value) {
        var data = new XYSeriesCollection();
        var lines = new XYLineAndShapeRenderer(true, true);
        for (int i = 0; i < course.lines().size(); i++) {
            data.addSeries(series(i, course.lines().get(i), value));
            lines.setSeriesPaint(i, look.series().get(colour(course, i)));
            lines.setSeriesStroke(i, new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            lines.setSeriesShape(i, new Ellipse2D.Double(-2, -2, 4, 4));
        }
        var plot = new XYPlot(data, new NumberAxis(), axis, lines);
        ChartStyle.apply(plot, look);
        axis.setTickLabelInsets(new RectangleInsets(2, 4, 2, 4)); // low as it is, it has two figures at least
        return plot;
    }

    /** A step without packets is a gap in the line. */
    private static XYSeries series(int index, Line line, Function<Point, Optional<Number>> value) {
        var series = new XYSeries(index, false, true);
        for (Point p : line.points())
            series.add(seconds(p.at().plus(p.length().dividedBy(2))),
                    p.silent() ? null : value.apply(p).orElse(null));
        return series;
    }

    /** Of a stream: the first of each side have the same in every call. */
    static int colour(CallCourse course, int index) {
        Line line = course.lines().get(index);
        return line.mline() > 0 ? 2 + index % 4 : line.from() == LegSide.CALLER ? 0 : 1;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static TickUnits ticks() {
        return units(SECONDS);
    }

    private static TickUnits units(int... sizes) {
        var units = new TickUnits();
        for (int size : sizes)
            units.add(new NumberTickUnit(size, NumberFormat.getIntegerInstance()));
        return units;
    }

    /** Seconds as {@code 1:05}, {@code 1:02:33}. */
    private static final class Clock extends NumberFormat {
        private static final long serialVersionUID = 1L;

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            return format(Math.round(number), to, position);
        }

        @Override
        public StringBuffer format(long s, StringBuffer to, FieldPosition position) {
            if (s >= 3600)
                to.append(s / 3600).append(s / 60 % 60 < 10 ? ":0" : ":");
            return to.append(s >= 3600 ? s / 60 % 60 : s / 60).append(s % 60 < 10 ? ":0" : ":").append(s % 60);
        }

        @Override
        public Number parse(String source, ParsePosition position) {
            throw new UnsupportedOperationException("only written");
        }
    }
}
