package org.trunkline.ui.cdr.internal.details;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.domain.call.LegSide;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.details.MosExplanation.Part;
import org.trunkline.ui.look.Palette;

/** A bar for each direction: what is left of R, then what took the rest. UI thread. */
final class WaterfallCanvas extends Canvas {
    private static final int MARGIN = 12;
    private static final int WIDEST = 760;

    private final Texts texts;
    private final Formats formats;
    private Palette palette = Palette.LIGHT;
    private List<MosExplanation> shown = List.of();

    WaterfallCanvas(Composite parent, Texts texts, Formats formats) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        this.texts = texts;
        this.formats = formats;
        Palette.follow(this, next -> {
            palette = next;
            setBackground(palette.background());
            redraw();
        });
        addListener(SWT.Paint, e -> paint(e.gc));
        getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = texts.get("quality.why.heading");
            }
        });
    }

    void show(List<MosExplanation> explanations) {
        shown = List.copyOf(explanations);
        redraw();
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        var gc = new GC(this);
        int row = rowHeight(gc);
        gc.dispose();
        return new Point(widthHint == SWT.DEFAULT ? 400 : widthHint, shown.size() * row + (shown.isEmpty() ? 0 : 8));
    }

    private static int rowHeight(GC gc) {
        return 2 * gc.getFontMetrics().getHeight() + 18;
    }

    private void paint(GC gc) {
        int line = gc.getFontMetrics().getHeight();
        int width = Math.min(WIDEST, getClientArea().width - 2 * MARGIN);
        int y = 4;
        for (MosExplanation e : shown) {
            gc.setForeground(palette.foreground());
            String side = texts.get(e.side() == LegSide.CALLER ? "quality.why.caller" : "quality.why.callee");
            gc.drawText(side, MARGIN, y, true);
            String result = texts.get("quality.why.result", formats.decimal(e.r(), 1), formats.score(e.mos()));
            gc.drawText(result, MARGIN + width - gc.textExtent(result).x, y, true);
            bar(gc, e, y + line + 3, width, line + 6);
            y += rowHeight(gc);
        }
    }

    private void bar(GC gc, MosExplanation e, int y, int width, int height) {
        int x = MARGIN;
        int left = (int) Math.round(e.r() / e.start() * width);
        segment(gc, x, y, left, height, palette.of(Formats.mosTone(e.mos())),
                texts.get("quality.why.result", formats.decimal(e.r(), 0), formats.mos(Optional.of(e.mos()))));
        x += left;
        for (Part part : e.losses()) {
            int piece = (int) Math.round(part.points() / e.start() * width);
            segment(gc, x, y, Math.min(piece, MARGIN + width - x), height, colour(part.what()), label(part));
            x += piece;
        }
    }

    private void segment(GC gc, int x, int y, int width, int height, Color colour, String label) {
        if (width < 1)
            return;
        gc.setBackground(colour);
        gc.fillRectangle(x, y, Math.max(1, width - 1), height);
        Point size = gc.textExtent(label);
        if (size.x + 8 > width)
            return;
        gc.setForeground(light(colour) ? Palette.LIGHT.foreground() : Palette.LIGHT.background());
        gc.drawText(label, x + 4, y + (height - size.y) / 2, true);
    }

    /** Whether dark text stands better on it (relative luminance of WCAG, roughly). */
    private static boolean light(Color c) {
        return 0.2126 * c.getRed() + 0.7152 * c.getGreen() + 0.0722 * c.getBlue() > 110;
    }

    private String label(Part part) {
        return texts.get("quality.part." + part.what().name().toLowerCase(Locale.ROOT),
                "−" + formats.decimal(part.points(), 1));
    }

    private Color colour(MosExplanation.What what) {
        return switch (what) {
            case LOSS -> palette.bad();
            case CODEC -> palette.series().getFirst();
            case DELAY -> palette.series().get(3);
        };
    }
}
