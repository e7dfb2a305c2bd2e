package org.trunkline.ui.cdr.internal.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

import org.eclipse.jface.resource.FontDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.ScrollBar;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.ladder.LadderModel.Step;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.SpokenParts;

/** Draws a ladder as a sequence diagram; the mouse and the arrow keys choose a message. UI thread. */
public final class LadderCanvas extends Canvas {
    private static final int PADDING = 8;

    private final Texts texts;
    private final Formats formats;
    private final LadderPainter painter;
    private final Font bold;
    private final List<IntConsumer> selectionListeners = new ArrayList<>();
    private LadderModel model = LadderModel.EMPTY;
    private LadderLayout layout = LadderLayout.of(LadderModel.EMPTY, new LadderLayout.Metrics(1, 1), 1);
    private int selected = -1;
    private Optional<LadderPainter.Twin> twin = Optional.empty();
    private int originX;
    private int originY;

    public LadderCanvas(Composite parent, Texts texts, Formats formats) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.H_SCROLL | SWT.NO_BACKGROUND);
        this.texts = texts;
        this.formats = formats;
        var fonts = new LocalResourceManager(JFaceResources.getResources(), this);
        bold = fonts.create(FontDescriptor.createFrom(getFont()).setStyle(SWT.BOLD));
        painter = new LadderPainter(texts, bold);
        Palette.follow(this, palette -> {
            painter.use(palette);
            setBackground(palette.background());
            redraw();
        });
        addListener(SWT.Paint, e -> paint(e.gc));
        addListener(SWT.Resize, e -> relayout());
        addListener(SWT.MouseDown, e -> {
            setFocus();
            int step = layout.stepAt(e.y + originY);
            if (step >= 0 && e.y >= layout.headerHeight())
                select(step);
        });
        addListener(SWT.MouseMove, this::hover);
        addListener(SWT.KeyDown, this::key);
        addListener(SWT.FocusIn, e -> redraw());
        addListener(SWT.FocusOut, e -> redraw());
        addListener(SWT.Traverse, e -> e.doit = e.detail != SWT.TRAVERSE_ARROW_NEXT
                && e.detail != SWT.TRAVERSE_ARROW_PREVIOUS);
        getVerticalBar().addListener(SWT.Selection, e -> scrollTo(originX, getVerticalBar().getSelection()));
        getHorizontalBar().addListener(SWT.Selection, e -> scrollTo(getHorizontalBar().getSelection(), originY));
        SpokenParts.of(this, new Spoken());
    }

    /** Told the index of the message chosen. */
    public void onSelect(IntConsumer listener) {
        selectionListeners.add(listener);
    }

    public void show(LadderModel next) {
        model = next;
        selected = -1;
        twin = Optional.empty();
        originX = 0;
        originY = 0;
        relayout();
        if (!model.steps().isEmpty())
            select(0);
    }

    public LadderModel model() {
        return model;
    }

    /** -1 where the ladder is empty. */
    public int selected() {
        return selected;
    }

    public void select(int step) {
        if (step < 0 || step >= model.steps().size() || step == selected)
            return;
        selected = step;
        reveal(step);
        redraw();
        selectionListeners.forEach(l -> l.accept(step));
        getAccessible().setFocus(step);
    }

    /** Marks the same message on the other leg. @param what said between the two, at the node */
    void markTwin(int step, String what) {
        twin = step < 0 ? Optional.empty() : Optional.of(new LadderPainter.Twin(step, what));
        redraw();
    }

    /** From a message to the same on the other leg, and back. */
    private void toTwin() {
        twin.ifPresent(t -> select(t.step()));
    }

    /** What a line says, for the clipboard and for screen readers. */
    public String describe(int step) {
        Step s = model.steps().get(step);
        return LadderText.line(model, s, texts.get("ladder.node"), again(s));
    }

    private final class Spoken implements SpokenParts.Parts {
        @Override
        public String title() {
            return texts.get("ladder.name");
        }

        @Override
        public int count() {
            return model.steps().size();
        }

        @Override
        public String words(int step) {
            return describe(step);
        }

        @Override
        public int chosen() {
            return selected;
        }

        @Override
        public Rectangle bounds(int step) {
            LadderLayout.Row row = layout.rows().get(step);
            return new Rectangle(-originX, row.top() - originY, layout.width(), row.height());
        }
    }

    private String again(Step step) {
        return texts.get("ladder.again", step.entry().retransmissions());
    }

    private void relayout() {
        var gc = new GC(this);
        int line = gc.getFontMetrics().getHeight();
        int time = gc.textExtent("+00:00.000").x + 2 * PADDING;
        gc.dispose();
        Rectangle area = getClientArea();
        layout = LadderLayout.of(model, new LadderLayout.Metrics(line, time), area.width);
        bar(getVerticalBar(), layout.height(), area.height, line * 2);
        bar(getHorizontalBar(), layout.width(), area.width, line * 2);
        scrollTo(originX, originY);
    }

    private static void bar(ScrollBar bar, int whole, int page, int step) {
        boolean needed = whole > page && page > 0;
        bar.setVisible(needed);
        bar.setValues(bar.getSelection(), 0, Math.max(1, whole), Math.max(1, Math.min(page, whole)), step,
                Math.max(step, page - step));
    }

    private void scrollTo(int x, int y) {
        Rectangle area = getClientArea();
        originX = Math.clamp(x, 0, Math.max(0, layout.width() - area.width));
        originY = Math.clamp(y, 0, Math.max(0, layout.height() - area.height));
        getHorizontalBar().setSelection(originX);
        getVerticalBar().setSelection(originY);
        redraw();
    }

    private void reveal(int step) {
        LadderLayout.Row row = layout.rows().get(step);
        int height = getClientArea().height;
        if (row.top() - layout.headerHeight() < originY)
            scrollTo(originX, row.top() - layout.headerHeight());
        else if (row.top() + row.height() > originY + height && height > 0)
            scrollTo(originX, row.top() + row.height() - height);
    }

    private void paint(GC gc) {
        painter.paint(gc, getClientArea(), new LadderPainter.Scene(model, layout, selected, twin, isFocusControl(),
                new Point(originX, originY)));
    }

    private void hover(Event e) {
        int step = e.y < layout.headerHeight() ? -1 : layout.stepAt(e.y + originY);
        String tip = step < 0 ? "" : tooltip(model.steps().get(step));
        if (!tip.equals(getToolTipText()))
            setToolTipText(tip);
    }

    private String tooltip(Step step) {
        String tip = texts.get("ladder.tip", LadderText.gap(step.gap()), formats.timeMillis(step.entry().at()),
                step.entry().transport(), step.entry().remoteAddress());
        return step.entry().retransmissions() > 0 ? tip + "\n" + again(step) : tip;
    }

    private void key(Event e) {
        int last = model.steps().size() - 1;
        int page = Math.max(1, layout.firstBelow(originY + getClientArea().height) - layout.firstBelow(originY
                + layout.headerHeight()) - 1);
        switch (e.keyCode) {
            case SWT.ARROW_DOWN -> select(Math.min(last, selected + 1));
            case SWT.ARROW_UP -> select(Math.max(0, selected - 1));
            case SWT.HOME -> select(0);
            case SWT.END -> select(last);
            case SWT.PAGE_DOWN -> select(Math.min(last, selected + page));
            case SWT.PAGE_UP -> select(Math.max(0, selected - page));
            case SWT.CR, SWT.KEYPAD_CR, SWT.SPACE -> toTwin();
            case SWT.ARROW_RIGHT -> scrollTo(originX + 40, originY);
            case SWT.ARROW_LEFT -> scrollTo(originX - 40, originY);
            default -> {
                return;
            }
        }
        e.doit = false;
    }
}
