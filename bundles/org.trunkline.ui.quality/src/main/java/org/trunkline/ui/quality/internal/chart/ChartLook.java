package org.trunkline.ui.quality.internal.chart;

import static java.util.Objects.requireNonNull;

import java.awt.Color;
import java.awt.Font;
import java.util.List;

import org.trunkline.ui.Tone;
import org.trunkline.ui.look.Palette;

/** The theme's colours and font as AWT has them: charts are painted without SWT, off the UI thread. */
public record ChartLook(Color background, Color foreground, Color muted, Color grid, Color ok, Color fair, Color warn, Color bad,
        Color off, List<Color> series, Font font) {
    public ChartLook {
        requireNonNull(font);
        series = List.copyOf(series);
    }

    public static ChartLook of(Palette palette, Font font) {
        return new ChartLook(awt(palette.background()), awt(palette.foreground()), awt(palette.muted()),
                awt(palette.grid()), awt(palette.ok()), awt(palette.fair()), awt(palette.warn()), awt(palette.bad()), awt(palette.off()),
                palette.series().stream().map(ChartLook::awt).toList(), font);
    }

    Color of(Tone tone) {
        return switch (tone) {
            case OK -> ok;
            case FAIR -> fair;
            case WARN -> warn;
            case BAD -> bad;
            case OFF -> off;
            case PLAIN -> foreground;
        };
    }

    private static Color awt(org.eclipse.swt.graphics.Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue());
    }
}
