package org.trunkline.ui.quality.internal.chart;

import java.awt.BasicStroke;
import java.awt.Color;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/** How every chart of the desk looks: flat, a thin grid, the theme's font and colours, no legend, no title. */
final class ChartStyle {
    private static final float THIN = 1f;
    private static final double LOOSE = 12;

    private ChartStyle() {}

    static JFreeChart chart(Plot plot, ChartLook look) {
        var chart = new JFreeChart(null, look.font(), plot, false);
        chart.setBackgroundPaint(look.background());
        chart.setPadding(new RectangleInsets(4, 6, 4, 8));
        chart.setAntiAlias(true);
        chart.setTextAntiAlias(true);
        return chart;
    }

    static void apply(XYPlot plot, ChartLook look) {
        plot.setBackgroundPaint(look.background());
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(look.grid());
        plot.setRangeGridlineStroke(new BasicStroke(THIN));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        apply(plot.getDomainAxis(), look, look.muted());
        apply(plot.getRangeAxis(), look, look.muted());
    }

    static void apply(CategoryPlot plot, ChartLook look) {
        plot.setBackgroundPaint(look.background());
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(look.grid());
        plot.setRangeGridlineStroke(new BasicStroke(THIN));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        CategoryAxis domain = plot.getDomainAxis();
        apply(domain, look, look.foreground());
        apply(plot.getRangeAxis(), look, look.muted());
    }

    static void apply(Axis axis, ChartLook look, Color labels) {
        if (axis instanceof NumberAxis)
            axis.setTickLabelInsets(new RectangleInsets(LOOSE, 4, LOOSE, 4)); // fewer lines in the grid
        axis.setTickLabelFont(look.font());
        axis.setLabelFont(look.font());
        axis.setTickLabelPaint(labels);
        axis.setLabelPaint(labels);
        axis.setAxisLinePaint(look.grid());
        axis.setTickMarksVisible(false);
    }
}
