package org.trunkline.ui.look;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.trunkline.ui.Tone;

/** Paints the sign of a tone: shape and colour say the same. */
public final class SignShape {
    /** Width and height in points. */
    public static final int SIZE = 10;

    private SignShape() {}

    public static void paint(GC gc, Tone tone, Palette palette, int x, int y) {
        if (tone == Tone.PLAIN)
            return;
        Color foreground = gc.getForeground();
        Color background = gc.getBackground();
        int antialias = gc.getAntialias();
        gc.setAntialias(SWT.ON);
        gc.setBackground(palette.of(tone));
        gc.setForeground(palette.of(tone));
        switch (tone) {
            case OK -> gc.fillOval(x, y, SIZE, SIZE);
            case FAIR -> gc.fillPolygon(new int[] {x + SIZE / 2, y, x + SIZE, y + SIZE / 2, x + SIZE / 2, y + SIZE, x, y + SIZE / 2});
            case WARN -> gc.fillPolygon(new int[] {x + SIZE / 2, y, x + SIZE, y + SIZE, x, y + SIZE});
            case BAD -> gc.fillRectangle(x, y, SIZE, SIZE);
            case OFF -> {
                gc.setLineWidth(2);
                gc.drawOval(x + 1, y + 1, SIZE - 2, SIZE - 2);
                gc.setLineWidth(1);
            }
            case PLAIN -> { }
        }
        gc.setAntialias(antialias);
        gc.setBackground(background);
        gc.setForeground(foreground);
    }
}
