package org.trunkline.ui.quality.internal.chart;

import static java.util.Objects.requireNonNull;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.Function;

import org.jfree.chart.JFreeChart;
import org.trunkline.ui.Tone;

/**
 * A chart with its heading and what its parts mean.
 *
 * @param chart made anew for each look and size, off the UI thread
 * @param spots the parts that can be pointed at and clicked, given where the data are drawn
 * @param note a sentence in place of a chart that has nothing to show; else empty
 */
public record ChartScene(String title, List<Key> keys, Maker chart,
        Function<Rectangle2D, List<Spot>> spots, String note) {
    /** @see #chart */
    @FunctionalInterface
    public interface Maker {
        /** @param height in points that it is going to have */
        JFreeChart of(ChartLook look, int height);
    }

    /** One entry of the heading. @param series index into the look's series, -1 for {@link Tone#OFF} */
    public record Key(String label, int series, boolean line) {}

    /** @param words what it says, for the tooltip and for screen readers @param query of the calls behind it, or empty */
    public record Spot(double x, double y, double width, double height, String words, String query) {
        public Spot {
            requireNonNull(words);
            requireNonNull(query);
        }

        public boolean contains(double px, double py) {
            return px >= x && px < x + width && py >= y && py < y + height;
        }
    }

    public ChartScene {
        requireNonNull(title);
        keys = List.copyOf(keys);
        requireNonNull(chart);
        requireNonNull(spots);
        requireNonNull(note);
    }
}
