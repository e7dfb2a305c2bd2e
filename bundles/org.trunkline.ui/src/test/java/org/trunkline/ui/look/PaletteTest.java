package org.trunkline.ui.look;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.eclipse.swt.graphics.Color;
import org.junit.jupiter.api.Test;

/** Letters that we paint can be read: WCAG 2, AA. */
class PaletteTest {
    private static final double READABLE = 4.5;
    private static final double SIGN = 3.0;

    @Test
    void textsStandOutFromTheirGroundInBothThemes() {
        for (Palette p : List.of(Palette.LIGHT, Palette.DARK)) {
            Map.of("text", contrast(p.foreground(), p.background()), "striped", contrast(p.foreground(), p.stripe()),
                    "muted", contrast(p.muted(), p.background()), "head", contrast(p.muted(), p.header()),
                    "selected", contrast(p.selectionText(), p.selection()))
                    .forEach((what, ratio) -> assertTrue(ratio >= READABLE, what + " " + ratio + ", dark " + p.dark()));
            assertTrue(contrast(p.bad(), p.background()) >= SIGN, "bad, dark " + p.dark());
        }
    }

    private static double contrast(Color a, Color b) {
        double la = luminance(a);
        double lb = luminance(b);
        return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
