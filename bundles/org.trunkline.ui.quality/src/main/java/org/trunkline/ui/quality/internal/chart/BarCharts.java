package org.trunkline.ui.quality.internal.chart;

import java.awt.Paint;
import java.util.List;
import java.util.function.IntFunction;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPosition;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.CategoryLabelWidthType;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.text.TextBlockAnchor;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.trunkline.domain.quality.MosBand;
import org.trunkline.ui.Formats;
import org.trunkline.ui.quality.internal.model.QualityFigures;
import org.trunkline.ui.quality.internal.model.QualityFigures.MosClass;
import org.trunkline.ui.quality.internal.model.QualityFigures.TrunkMos;

/** The two charts of MOS: how many calls in each class, and each trunk's mean. */
public final class BarCharts {
    private static final double WORST = 1;
    private static final float NAME_SHARE = 0.34f;
    private static final double HEADROOM = 0.14;
    private static final double LABEL_ROOM = 1.9;

    /** So many classes share the room of a label. */
    private static final float NAMED_CLASSES = 5;

    private BarCharts() {}

    /** A class on the axis; only each half of a point has a label, for there are many classes. */
    private record ClassName(double low, String text) implements Comparable<ClassName> {
        @Override
        public int compareTo(ClassName other) {
            return Double.compare(low, other.low);
        }

        @Override
        public String toString() {
            return Math.round(low * 10) % 5 == 0 ? text : "";
        }
    }

    /** Calls in each class of MOS, in the colour of how good that is. */
    public static JFreeChart distribution(QualityFigures figures, ChartLook look, Formats formats) {
        List<MosClass> classes = figures.classes();
        var data = new DefaultCategoryDataset();
        for (MosClass c : classes)
            data.addValue(c.calls(), "calls", new ClassName(c.low(), formats.decimal(c.low(), 1)));
        var calls = new NumberAxis();
        calls.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        calls.setUpperMargin(HEADROOM);
        calls.setAutoRangeMinimumSize(1);
        var bars = new PaintedBars(i -> look.of(Formats.mosTone(classes.get(i).low())));
        var plot = new CategoryPlot(data, new CategoryAxis(), calls, bars);
        plot.getDomainAxis().setCategoryMargin(0.12);
        plot.getDomainAxis().setCategoryLabelPositions(CategoryLabelPositions.replaceBottomPosition(
                CategoryLabelPositions.STANDARD, new CategoryLabelPosition(RectangleAnchor.TOP, TextBlockAnchor.TOP_CENTER,
                        CategoryLabelWidthType.CATEGORY, NAMED_CLASSES)));
        plot.getDomainAxis().setLowerMargin(0);
        plot.getDomainAxis().setUpperMargin(0);
        ChartStyle.apply(plot, look);
        return ChartStyle.chart(plot, look);
    }

    /** Mean MOS of each trunk, the worst above, with how sure one can be of it. */
    public static JFreeChart trunks(QualityFigures figures, ChartLook look, Formats formats,
            IntFunction<String> labels) {
        List<TrunkMos> trunks = figures.trunks();
        var data = new DefaultCategoryDataset();
        for (TrunkMos t : trunks)
            data.addValue(t.mos(), "mos", t.trunk());
        var mos = new NumberAxis();
        // bars begin at the worst score there is; the room beyond the best is for the labels
        mos.setRange(WORST, MosBand.BEST + LABEL_ROOM);
        mos.setTickLabelsVisible(false);
        mos.setAxisLineVisible(false);
        var bars = new PaintedBars(i -> look.of(Formats.mosTone(trunks.get(i).mos())));
        bars.setBase(WORST);
        bars.setMaximumBarWidth(0.16);
        var names = new CategoryAxis();
        names.setMaximumCategoryLabelWidthRatio(NAME_SHARE);
        names.setCategoryMargin(0.3);
        names.setLowerMargin(0);
        names.setUpperMargin(0);
        var plot = new CategoryPlot(data, names, mos, bars);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeGridlinesVisible(false);
        label(bars, look, (row, column) -> labels.apply(column));
        bars.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        ChartStyle.apply(plot, look);
        return ChartStyle.chart(plot, look);
    }

    private interface Labels {
        String of(int row, int column);
    }

    private static void label(BarRenderer bars, ChartLook look, Labels labels) {
        CategoryItemLabelGenerator generator = new StandardCategoryItemLabelGenerator() {
            private static final long serialVersionUID = 1L;

            @Override
            public String generateLabel(CategoryDataset dataset, int row, int column) {
                return labels.of(row, column);
            }
        };
        bars.setDefaultItemLabelGenerator(generator);
        bars.setDefaultItemLabelsVisible(true);
        bars.setDefaultItemLabelFont(look.font());
        bars.setDefaultItemLabelPaint(look.foreground());
        bars.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER));
    }

    /** Flat bars, each in a colour of its own. */
    private static final class PaintedBars extends BarRenderer {
        private static final long serialVersionUID = 1L;
        private final transient IntFunction<Paint> paint;

        PaintedBars(IntFunction<Paint> paint) {
            this.paint = paint;
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setDrawBarOutline(false);
            setItemMargin(0);
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return paint.apply(column);
        }
    }
}
