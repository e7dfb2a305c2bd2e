package org.trunkline.ui.cdr.internal.search;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.trunkline.api.cdr.CdrSummary.Bucket;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.query.Histogram;
import org.trunkline.ui.cdr.internal.query.Stretch;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.SpokenParts;

/** Calls found over time; a drag, or Shift with the arrow keys and Enter, narrows the search. UI thread. */
final class HistogramCanvas extends Canvas {
    private static final int PADDING = 8;
    /** Left of the bars, for the figure at their top. */
    private static final int GUTTER = 56;
    private static final int TICK_APART = 96;
    private static final int CLICK_PX = 3;
    private static final Duration SECONDS_MATTER = Duration.ofSeconds(5);
    private static final Duration DAY = Duration.ofDays(1);

    private final Texts texts;
    private final Formats formats;
    private final Consumer<Stretch> narrow;
    private Palette palette = Palette.LIGHT;
    private Histogram histogram = Histogram.EMPTY;
    private int dragFrom = -1;
    private int dragTo = -1;
    private int mark = -1;
    private int anchor = -1;

    HistogramCanvas(Composite parent, Texts texts, Formats formats, Consumer<Stretch> narrow) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.texts = texts;
        this.formats = formats;
        this.narrow = narrow;
        Palette.follow(this, next -> {
            palette = next;
            setBackground(palette.background());
            redraw();
        });
        addListener(SWT.Paint, e -> paint(e.gc));
        addListener(SWT.MouseDown, this::pressed);
        addListener(SWT.MouseMove, this::moved);
        addListener(SWT.MouseUp, this::released);
        addListener(SWT.KeyDown, this::key);
        addListener(SWT.FocusIn, e -> redraw());
        addListener(SWT.FocusOut, e -> redraw());
        addListener(SWT.Traverse, e -> e.doit = e.detail != SWT.TRAVERSE_ARROW_NEXT
                && e.detail != SWT.TRAVERSE_ARROW_PREVIOUS && e.detail != SWT.TRAVERSE_RETURN);
        SpokenParts.of(this, new Spoken());
    }

    void show(Histogram next) {
        if (!next.equals(histogram)) {
            histogram = next;
            mark = Math.min(mark, next.buckets().size() - 1);
            redraw();
        }
    }

    private Rectangle plot() {
        Rectangle area = getClientArea();
        var gc = new GC(this);
        int line = gc.getFontMetrics().getHeight();
        gc.dispose();
        return new Rectangle(GUTTER, 6, area.width - GUTTER - PADDING, area.height - line - 12);
    }

    private void paint(GC gc) {
        Rectangle plot = plot();
        if (histogram.isEmpty() || histogram.most() == 0) {
            gc.setForeground(palette.muted());
            gc.drawText(texts.get("histogram.empty"), plot.x, plot.y + plot.height / 2 - 8, true);
            return;
        }
        ticks(gc, plot);
        bars(gc, plot);
        String most = formats.count(histogram.most());
        gc.setForeground(palette.muted());
        gc.drawText(most, plot.x - 6 - gc.textExtent(most).x, 0, true);
        if (dragFrom >= 0 && dragTo >= 0)
            shade(gc, plot, Math.min(dragFrom, dragTo), Math.max(dragFrom, dragTo));
        else if (isFocusControl() && mark >= 0)
            shade(gc, plot, left(plot, Math.min(mark, start())), left(plot, Math.max(mark, start()) + 1));
        if (isFocusControl()) {
            gc.setForeground(palette.series().getFirst());
            gc.drawRectangle(1, 1, getClientArea().width - 3, getClientArea().height - 3);
        }
    }

    private void bars(GC gc, Rectangle plot) {
        double most = histogram.most();
        int bottom = plot.y + plot.height;
        for (int i = 0; i < histogram.buckets().size(); i++) {
            Bucket bucket = histogram.buckets().get(i);
            int x = left(plot, i);
            int width = Math.max(1, left(plot, i + 1) - x - 1);
            int all = height(bucket.calls(), most, plot.height);
            int answered = Math.min(all, height(bucket.answered(), most, plot.height));
            gc.setBackground(palette.off());
            gc.fillRectangle(x, bottom - all, width, all - answered);
            gc.setBackground(palette.series().getFirst());
            gc.fillRectangle(x, bottom - answered, width, answered);
        }
    }

    private static int height(long count, double most, int plot) {
        return count == 0 ? 0 : Math.max(1, (int) Math.round(count / most * plot));
    }

    private int left(Rectangle plot, int bucket) {
        return plot.x + (int) Math.round((double) bucket * plot.width / histogram.buckets().size());
    }

    private void ticks(GC gc, Rectangle plot) {
        int bottom = plot.y + plot.height;
        gc.setForeground(palette.grid());
        gc.drawLine(plot.x, bottom, plot.x + plot.width, bottom);
        boolean days = histogram.bucket().compareTo(DAY) >= 0;
        for (Histogram.Tick tick : histogram.ticks(plot.width, TICK_APART, formats.zone())) {
            int x = plot.x + (int) Math.round(tick.x());
            gc.setForeground(palette.grid());
            gc.drawLine(x, plot.y, x, bottom + 3);
            gc.setForeground(palette.muted());
            String text = tick.date() || days ? formats.dateTime(tick.at()).substring(0, 10) : time(tick.at());
            int width = gc.textExtent(text).x;
            if (x + width / 2 < plot.x + plot.width + PADDING && x - width / 2 > 0)
                gc.drawText(text, x - width / 2, bottom + 4, true);
        }
    }

    private String time(Instant at) {
        String text = formats.time(at);
        return histogram.bucket().compareTo(SECONDS_MATTER) < 0 ? text : text.substring(0, 5);
    }

    private void shade(GC gc, Rectangle plot, int from, int to) {
        gc.setAlpha(70);
        gc.setBackground(palette.series().getFirst());
        gc.fillRectangle(from, plot.y, Math.max(1, to - from), plot.height);
        gc.setAlpha(255);
        gc.setForeground(palette.series().getFirst());
        gc.drawRectangle(from, plot.y, Math.max(1, to - from), plot.height);
    }

    private void pressed(Event e) {
        setFocus();
        if (e.button == 1 && !histogram.isEmpty()) {
            dragFrom = e.x;
            mark = histogram.bucketAt(e.x - plot().x, plot().width).orElse(-1);
            anchor = -1;
        }
    }

    private void moved(Event e) {
        if (dragFrom >= 0) {
            dragTo = Math.clamp(e.x, plot().x, Math.max(plot().x, plot().x + plot().width));
            redraw();
        }
        String tip = histogram.bucketAt(e.x - plot().x, plot().width)
                .map(i -> describe(histogram.buckets().get(i)) + "\n" + texts.get("histogram.drag")).orElse("");
        if (!tip.equals(getToolTipText()))
            setToolTipText(dragFrom >= 0 ? null : tip);
    }

    private void released(Event e) {
        int from = dragFrom;
        dragFrom = -1;
        dragTo = -1;
        redraw();
        if (from >= 0 && Math.abs(e.x - from) > CLICK_PX)
            histogram.drag(from - plot().x, e.x - plot().x, plot().width).ifPresent(narrow);
    }

    private int start() {
        return anchor < 0 ? mark : anchor;
    }

    private void key(Event e) {
        int last = histogram.buckets().size() - 1;
        if (last < 0)
            return;
        if (e.keyCode == SWT.CR || e.keyCode == SWT.KEYPAD_CR) {
            if (mark >= 0)
                narrow.accept(new Stretch(histogram.buckets().get(Math.min(mark, start())).start(),
                        histogram.buckets().get(Math.max(mark, start())).start().plus(histogram.bucket())));
            return;
        }
        int next = switch (e.keyCode) {
            case SWT.ARROW_LEFT -> mark < 0 ? last : mark - 1;
            case SWT.ARROW_RIGHT -> mark + 1;
            case SWT.HOME -> 0;
            case SWT.END -> last;
            default -> -2;
        };
        if (next == -2)
            return;
        if ((e.stateMask & SWT.SHIFT) == 0)
            anchor = -1;
        else if (anchor < 0)
            anchor = mark;
        mark = Math.clamp(next, 0, last);
        setToolTipText(describe(histogram.buckets().get(mark)));
        getAccessible().setFocus(mark);
        redraw();
    }

    private final class Spoken implements SpokenParts.Parts {
        @Override
        public String title() {
            return texts.get("histogram.name");
        }

        @Override
        public int count() {
            return histogram.buckets().size();
        }

        @Override
        public String words(int bucket) {
            return describe(histogram.buckets().get(bucket));
        }

        @Override
        public int chosen() {
            return mark;
        }

        @Override
        public Rectangle bounds(int bucket) {
            Rectangle plot = plot();
            int left = left(plot, bucket);
            return new Rectangle(left, plot.y, left(plot, bucket + 1) - left, plot.height);
        }
    }

    private String describe(Bucket bucket) {
        return texts.get("histogram.tip", formats.dateTime(bucket.start()),
                formats.time(bucket.start().plus(histogram.bucket())), formats.count(bucket.calls()),
                formats.count(bucket.answered()));
    }
}
