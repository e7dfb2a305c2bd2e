package org.trunkline.ui.cdr.internal.saved;

import java.util.List;
import java.util.function.Consumer;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Tone;
import org.trunkline.ui.extension.TileFace;
import org.trunkline.ui.look.Palette;

/** One figure at a glance, with its course over time. A click or Enter opens it. UI thread. */
final class Tile extends Canvas {
    static final int WIDTH = 230;
    static final int HEIGHT = 104;
    private static final int MARGIN = 10;
    private static final int BARS = 34;

    private final Font large;
    private TileFace face = new TileFace("", "", "", "", Tone.PLAIN, List.of(), "");
    private Palette palette = Palette.LIGHT;

    Tile(Composite parent, Consumer<TileFace> open) {
        super(parent, SWT.DOUBLE_BUFFERED);
        large = JFaceResources.getFontRegistry().get(JFaceResources.BANNER_FONT);
        setCursor(getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE);
        addListener(SWT.Paint, e -> paint(e.gc));
        addListener(SWT.MouseUp, e -> open.accept(face));
        addListener(SWT.FocusIn, e -> redraw());
        addListener(SWT.FocusOut, e -> redraw());
        addListener(SWT.Traverse, e -> e.doit = e.detail != SWT.TRAVERSE_RETURN);
        addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.CR || e.keyCode == SWT.KEYPAD_CR || e.keyCode == ' ')
                open.accept(face);
        });
        getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = face.name() + ": " + face.figure() + ", " + face.detail();
            }
        });
        Palette.follow(this, next -> {
            palette = next;
            setBackground(next.background());
            redraw();
        });
    }

    void show(TileFace next) {
        face = next;
        setToolTipText(next.name() + "\n" + next.detail());
        redraw();
    }

    private void paint(GC gc) {
        Rectangle area = getClientArea();
        gc.setAntialias(SWT.ON);
        gc.setForeground(isFocusControl() ? palette.series().getFirst() : palette.grid());
        gc.setLineWidth(isFocusControl() ? 2 : 1);
        gc.drawRectangle(1, 1, area.width - 3, area.height - 3);
        gc.setForeground(palette.foreground());
        var ordinary = gc.getFont();
        int x = MARGIN;
        if (face.tone() != Tone.PLAIN) {
            gc.setForeground(palette.of(face.tone()));
            var sign = face.tone() == Tone.BAD ? "■ " : face.tone() == Tone.WARN ? "▲ " : "● ";
            gc.drawText(sign, x, MARGIN - 2, true);
            x += gc.textExtent(sign).x;
            gc.setForeground(palette.foreground());
        }
        gc.drawText(clipped(gc, face.name(), area.width - x - MARGIN), x, MARGIN - 2, true);
        int line = gc.getFontMetrics().getHeight();
        gc.setFont(large);
        gc.drawText(face.figure(), MARGIN, MARGIN + line, true);
        int figure = gc.textExtent(face.figure()).x;
        int tall = gc.getFontMetrics().getHeight();
        gc.setFont(ordinary);
        gc.setForeground(palette.muted());
        gc.drawText(clipped(gc, face.detail(), area.width - 3 * MARGIN - figure), 2 * MARGIN + figure,
                MARGIN + line + tall - line, true);
        bars(gc, area);
    }

    private static String clipped(GC gc, String text, int width) {
        var shown = text;
        while (shown.length() > 1 && gc.textExtent(shown).x > width)
            shown = shown.substring(0, shown.length() - 2).stripTrailing() + "…";
        return shown;
    }

    private void bars(GC gc, Rectangle area) {
        var bars = face.bars();
        long most = bars.stream().mapToLong(Long::longValue).max().orElse(0);
        int bottom = area.height - MARGIN;
        int width = area.width - 2 * MARGIN;
        gc.setForeground(palette.grid());
        gc.drawLine(MARGIN, bottom, MARGIN + width, bottom);
        if (most == 0)
            return;
        gc.setBackground(palette.series().getFirst());
        for (int i = 0; i < bars.size(); i++) {
            int left = MARGIN + i * width / bars.size();
            int right = MARGIN + (i + 1) * width / bars.size();
            int tall = (int) Math.ceil((double) bars.get(i) / most * BARS);
            gc.fillRectangle(left, bottom - tall, Math.max(1, right - left - 1), tall);
        }
    }
}
