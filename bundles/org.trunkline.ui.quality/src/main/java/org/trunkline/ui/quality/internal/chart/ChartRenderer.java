package org.trunkline.ui.quality.internal.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;

import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;

/** Paints charts headless with Java2D into what SWT can show. Any thread. */
final class ChartRenderer {
    /** @param image in device pixels @param spots in points */
    record Rendered(ImageData image, List<ChartScene.Spot> spots) {}

    private ChartRenderer() {}

    /** @param zoom device pixels for 100 points */
    static Rendered render(ChartScene scene, ChartLook look, int width, int height, int zoom) {
        JFreeChart chart = scene.chart().of(look, height);
        var image = new BufferedImage(Math.max(1, width * zoom / 100), Math.max(1, height * zoom / 100),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        var info = new ChartRenderingInfo(null);
        try {
            g.scale(zoom / 100.0, zoom / 100.0);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            chart.draw(g, new Rectangle2D.Double(0, 0, width, height), info);
        } finally {
            g.dispose();
        }
        return new Rendered(imageData(image), scene.spots().apply(info.getPlotInfo().getDataArea()));
    }

    private static ImageData imageData(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth();
        var data = new ImageData(width, image.getHeight(), 32, new PaletteData(0xFF0000, 0xFF00, 0xFF));
        for (int y = 0; y < image.getHeight(); y++)
            data.setPixels(0, y, width, pixels, y * width);
        return data;
    }
}
