package org.trunkline.ui.quality.internal.chart;

import java.awt.Font;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.resource.FontDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.FontData;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.graphics.TextLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.SpokenParts;
import org.trunkline.ui.quality.internal.chart.ChartRenderer.Rendered;
import org.trunkline.ui.quality.internal.chart.ChartScene.Spot;

/**
 * Shows one chart: painted in a job, put up when ready, so that the former stays in view and nothing flickers. Its parts
 * answer to the mouse, to the arrow keys and Enter. UI thread.
 */
public final class ChartCanvas extends Canvas {
    private static final Logger LOG = LoggerFactory.getLogger(ChartCanvas.class);
    private static final int MARGIN = 10;
    private static final int SETTLE_MS = 60;
    /** A pointer that moved further between press and release did not click. */
    private static final int CLICK = 4;

    private final Consumer<String> showCalls;
    private final org.eclipse.swt.graphics.Font bold;
    private Palette palette = Palette.LIGHT;
    private Optional<ChartScene> scene = Optional.empty();
    private Optional<Image> image = Optional.empty();
    private List<Spot> spots = List.of();
    private int pointed = -1;
    private Point pressed = new Point(0, 0);
    private int turn;

    public ChartCanvas(Composite parent, Consumer<String> showCalls) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        this.showCalls = showCalls;
        var fonts = new LocalResourceManager(JFaceResources.getResources(), this);
        bold = fonts.create(FontDescriptor.createFrom(getFont()).setStyle(SWT.BOLD));
        Palette.follow(this, next -> {
            palette = next;
            setBackground(palette.background());
            render();
        });
        addListener(SWT.Paint, e -> paint(e.gc));
        addListener(SWT.Resize, e -> render());
        addListener(SWT.ZoomChanged, e -> render());
        addListener(SWT.MouseMove, e -> point(at(e.x, e.y)));
        addListener(SWT.MouseExit, e -> point(-1));
        addListener(SWT.MouseDown, e -> pressed = new Point(e.x, e.y));
        addListener(SWT.MouseUp, e -> {
            boolean dragged = Math.max(Math.abs(e.x - pressed.x), Math.abs(e.y - pressed.y)) > CLICK;
            if (e.button == 1 && !dragged)
                open(at(e.x, e.y));
        });
        addListener(SWT.KeyDown, this::key);
        addListener(SWT.FocusIn, e -> redraw());
        addListener(SWT.FocusOut, e -> redraw());
        addListener(SWT.Traverse, e -> e.doit = e.detail != SWT.TRAVERSE_ARROW_NEXT
                && e.detail != SWT.TRAVERSE_ARROW_PREVIOUS && e.detail != SWT.TRAVERSE_RETURN);
        addListener(SWT.Dispose, e -> image.ifPresent(Image::dispose));
        SpokenParts.of(this, new Spoken());
    }

    public void show(ChartScene next) {
        scene = Optional.of(next);
        render();
    }

    /** Paints anew soon; of many wishes in a short time one is done. */
    private void render() {
        int mine = ++turn;
        UiThread.later(this, image.isPresent() ? SETTLE_MS : 0, () -> {
            Rectangle area = chartArea();
            if (mine != turn || scene.isEmpty() || area.width < 1 || area.height < 1)
                return;
            ChartScene shown = scene.get();
            var look = ChartLook.of(palette, awtFont());
            int zoom = getMonitor().getZoom();
            var job = Job.create(shown.title(), (IProgressMonitor monitor) -> {
                paintInBackground(mine, shown, look, area, zoom);
                return Status.OK_STATUS;
            });
            job.setSystem(true);
            job.setPriority(Job.INTERACTIVE);
            job.schedule();
        });
    }

    /** The border: a chart that cannot be painted leaves the former in view, and the desk as it is. */
    private void paintInBackground(int mine, ChartScene shown, ChartLook look, Rectangle area, int zoom) {
        try {
            Rendered rendered = ChartRenderer.render(shown, look, area.width, area.height, zoom);
            UiThread.post(this, () -> rendered(mine, rendered));
        } catch (RuntimeException bug) {
            LOG.error("chart {}", shown.title(), bug);
        }
    }

    private void rendered(int ofTurn, Rendered rendered) {
        if (ofTurn != turn)
            return;
        image.ifPresent(Image::dispose);
        image = Optional.of(new Image(getDisplay(), rendered.image()));
        spots = rendered.spots();
        pointed = Math.min(pointed, spots.size() - 1);
        redraw();
    }

    /** The theme's font in points of the screen, which are what the image is painted in. */
    private Font awtFont() {
        FontData data = getFont().getFontData()[0];
        int size = Math.round(data.getHeight() * getDisplay().getDPI().y / 72f);
        return new Font(data.getName(), Font.PLAIN, size);
    }

    private int headerHeight() {
        var gc = new GC(this);
        int line = gc.getFontMetrics().getHeight();
        gc.dispose();
        return line + 14;
    }

    private Rectangle chartArea() {
        Rectangle all = getClientArea();
        int header = headerHeight();
        return new Rectangle(0, header, all.width, all.height - header);
    }

    private void paint(GC gc) {
        Rectangle area = chartArea();
        gc.setBackground(palette.background());
        gc.fillRectangle(getClientArea());
        String note = scene.map(ChartScene::note).orElse("");
        if (!note.isEmpty())
            note(gc, note, area);
        image.filter(_ -> note.isEmpty()).ifPresent(i -> {
            Rectangle size = i.getBounds();
            gc.drawImage(i, 0, 0, size.width, size.height, area.x, area.y, area.width, area.height);
        });
        scene.ifPresent(s -> header(gc, s));
        if (pointed >= 0) {
            Spot spot = spots.get(pointed);
            gc.setAlpha(36);
            gc.setBackground(palette.foreground());
            gc.fillRectangle((int) spot.x(), area.y + (int) spot.y(), (int) Math.ceil(spot.width()),
                    (int) Math.ceil(spot.height()));
            gc.setAlpha(255);
        }
        if (isFocusControl()) {
            gc.setForeground(palette.series().getFirst());
            gc.drawRectangle(0, 0, getClientArea().width - 1, getClientArea().height - 1);
        }
    }

    /** In the middle, in as many lines as it needs. */
    private void note(GC gc, String text, Rectangle area) {
        var layout = new TextLayout(getDisplay());
        try {
            layout.setFont(getFont());
            layout.setText(text);
            layout.setAlignment(SWT.CENTER);
            layout.setWidth(Math.max(1, area.width - 2 * MARGIN));
            gc.setForeground(palette.muted());
            layout.draw(gc, area.x + MARGIN, area.y + Math.max(0, (area.height - layout.getBounds().height) / 2));
        } finally {
            layout.dispose();
        }
    }

    private void header(GC gc, ChartScene shown) {
        gc.setAntialias(SWT.ON);
        gc.setForeground(palette.foreground());
        org.eclipse.swt.graphics.Font normal = gc.getFont();
        gc.setFont(bold);
        gc.drawText(shown.title(), MARGIN, 7, true);
        int x = MARGIN + gc.textExtent(shown.title()).x + 18;
        gc.setFont(normal);
        int line = gc.getFontMetrics().getHeight();
        for (ChartScene.Key key : shown.keys()) {
            Color colour = key.series() < 0 ? palette.off() : palette.series().get(key.series());
            gc.setBackground(colour);
            if (key.line())
                gc.fillRectangle(x, 7 + line / 2 - 1, 14, 3);
            else
                gc.fillRectangle(x + 2, 7 + line / 2 - 5, 10, 10);
            gc.drawText(key.label(), x + 18, 7, true);
            x += 18 + gc.textExtent(key.label()).x + 16;
        }
    }

    private int at(int x, int y) {
        int top = headerHeight();
        for (int i = 0; i < spots.size(); i++)
            if (spots.get(i).contains(x, y - top))
                return i;
        return -1;
    }

    private void point(int spot) {
        if (spot == pointed)
            return;
        pointed = spot;
        setToolTipText(spot < 0 ? "" : spots.get(spot).words());
        setCursor(spot < 0 || spots.get(spot).query().isEmpty() ? null : getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        redraw();
    }

    private void open(int spot) {
        if (spot >= 0 && spot < spots.size() && !spots.get(spot).query().isEmpty())
            showCalls.accept(spots.get(spot).query());
    }

    private void key(Event e) {
        if (spots.isEmpty())
            return;
        switch (e.keyCode) {
            case SWT.ARROW_RIGHT, SWT.ARROW_DOWN -> point(Math.min(spots.size() - 1, pointed + 1));
            case SWT.ARROW_LEFT, SWT.ARROW_UP -> point(Math.max(0, pointed - 1));
            case SWT.HOME -> point(0);
            case SWT.END -> point(spots.size() - 1);
            case SWT.CR, SWT.KEYPAD_CR -> open(pointed);
            default -> {
                return;
            }
        }
        if (pointed >= 0)
            getAccessible().setFocus(pointed);
    }

    private final class Spoken implements SpokenParts.Parts {
        @Override
        public String title() {
            return scene.map(it -> it.note().isEmpty() ? it.title() : it.title() + ". " + it.note()).orElse("");
        }

        @Override
        public int count() {
            return spots.size();
        }

        @Override
        public String words(int spot) {
            return spots.get(spot).words();
        }

        @Override
        public int chosen() {
            return pointed;
        }

        @Override
        public Rectangle bounds(int spot) {
            Spot it = spots.get(spot);
            return new Rectangle((int) it.x(), headerHeight() + (int) it.y(), (int) Math.ceil(it.width()),
                    (int) Math.ceil(it.height()));
        }
    }
}
