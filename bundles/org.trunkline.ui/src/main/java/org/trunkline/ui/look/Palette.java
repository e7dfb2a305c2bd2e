package org.trunkline.ui.look;

import java.util.List;
import java.util.function.Consumer;

import org.eclipse.e4.ui.css.swt.theme.ITheme;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.Tone;

/**
 * The colours of the desk, for what we paint ourselves: tables, ladder, charts. From Okabe and Ito, told apart by
 * colour-blind people, on the backgrounds of the light and the dark theme. Widgets get theirs from the theme's CSS.
 *
 * @param series of charts, in order
 */
public record Palette(boolean dark, Color background, Color stripe, Color foreground, Color muted, Color grid,
        Color header, Color selection, Color selectionText, Color ok, Color fair, Color warn, Color bad, Color off,
        List<Color> series) {

    private static final List<Color> SERIES = List.of(rgb(0x0072B2), rgb(0xE69F00), rgb(0x009E73), rgb(0xCC79A7),
            rgb(0x56B4E9), rgb(0xD55E00), rgb(0xF0E442));
    /** Blue and green are lighter here: they drown on a dark ground. */
    private static final List<Color> DARK_SERIES = List.of(rgb(0x56B4E9), rgb(0xE69F00), rgb(0x2CC498), rgb(0xCC79A7),
            rgb(0x4C9ED9), rgb(0xF07B3A), rgb(0xF0E442));

    public static final Palette LIGHT = new Palette(false, rgb(0xFFFFFF), rgb(0xF7F8F9), rgb(0x1C2126), rgb(0x5E6872),
            rgb(0xE1E4E8), rgb(0xEFF1F3), rgb(0xCFE4F5), rgb(0x0B1B28), rgb(0x009E73), rgb(0x0072B2), rgb(0xE69F00), rgb(0xD55E00),
            rgb(0x8A929A), SERIES);
    public static final Palette DARK = new Palette(true, rgb(0x2F2F2F), rgb(0x343536), rgb(0xE6E8EA), rgb(0xA4ABB3),
            rgb(0x45484B), rgb(0x3C3F41), rgb(0x2F5573), rgb(0xFFFFFF), rgb(0x2CC498), rgb(0x56B4E9), rgb(0xF0B030), rgb(0xF07B3A),
            rgb(0x8E969E), DARK_SERIES);

    public Palette {
        series = List.copyOf(series);
    }

    /** The palette of the theme now in force. */
    public static Palette of(Display display) {
        if (display.getData("org.eclipse.e4.ui.css.swt.theme") instanceof IThemeEngine engine) {
            ITheme theme = engine.getActiveTheme();
            if (theme != null)
                return theme.getId().contains("dark") ? DARK : LIGHT;
        }
        return LIGHT;
    }

    /** Hands over the palette at once, and again when the theme changes, until the owner is disposed. UI thread. */
    public static void follow(Control owner, Consumer<Palette> listener) {
        listener.accept(of(owner.getDisplay()));
        if (PlatformUI.isWorkbenchRunning())
            ThemeFollowers.of(owner.getDisplay()).add(owner, () -> listener.accept(of(owner.getDisplay())));
    }

    public Color of(Tone tone) {
        return switch (tone) {
            case OK -> ok;
            case FAIR -> fair;
            case WARN -> warn;
            case BAD -> bad;
            case OFF -> off;
            case PLAIN -> foreground;
        };
    }

    private static Color rgb(int rgb) {
        return new Color(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
    }
}
