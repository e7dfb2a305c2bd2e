package org.trunkline.ui.cdr.internal.saved;

import java.util.List;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.ui.Palette;
import org.trunkline.ui.Tone;

/** One saved search at a glance: its name, how many calls, and when they were. A click or Enter opens it. UI thread. */
final class Tile extends Canvas {
    static final int WIDTH = 230;
    static final int HEIGHT = 104;
    private static final int MARGIN = 10;
    private static final int BARS = 34;

    /** What a tile shows. @param tone sign before the name */
    record Face(String name, String figure, String detail, Tone tone, List<CdrSummary.Bucket> timeline) {}

    private final Font large;
    private Face face = new Face("", "", "", Tone.PLAIN, List.of());
    private Palette palette = Palette.LIGHT;

    Tile(Composite parent, Runnable open) {
        super(parent, SWT.DOUBLE_BUFFERED);
        large = JFaceResources.getFontRegistry().get(JFaceResources.BANNER_FONT);
        setCursor(getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        setData("org.eclipse.e4.ui.css.disabled", Boolean.TRUE);
        addListener(SWT.Paint, e -> paint(e.gc));
        addListener(SWT.MouseUp, e -> open.run());
        addListener(SWT.FocusIn, e -> redraw());
        addListener(SWT.FocusOut, e -> redraw());
        addListener(SWT.Traverse, e -> e.doit = e.detail != SWT.TRAVERSE_RETURN);
        addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.CR || e.keyCode == SWT.KEYPAD_CR || e.keyCode == ' ')
                open.run();
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

    void show(Face next) {
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
        var buckets = face.timeline();
        long most = buckets.stream().mapToLong(CdrSummary.Bucket::calls).max().orElse(0);
        int bottom = area.height - MARGIN;
        int width = area.width - 2 * MARGIN;
        gc.setForeground(palette.grid());
        gc.drawLine(MARGIN, bottom, MARGIN + width, bottom);
        if (most == 0)
            return;
        gc.setBackground(palette.series().getFirst());
        for (int i = 0; i < buckets.size(); i++) {
            int left = MARGIN + i * width / buckets.size();
            int right = MARGIN + (i + 1) * width / buckets.size();
            int tall = (int) Math.ceil((double) buckets.get(i).calls() / most * BARS);
            gc.fillRectangle(left, bottom - tall, Math.max(1, right - left - 1), tall);
        }
    }
}
