package org.trunkline.ui.phone.internal.video;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.graphics.Transform;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.trunkline.phone.Phone;
import org.trunkline.phone.VideoPicture;
import org.trunkline.phone.VideoView;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/**
 * Makes images of the pictures of one view, on a thread of its own; the UI thread only paints the latest. A picture that
 * arrives while one is being made waits in the view, where later ones replace it.
 */
final class PictureFeed {
    private static final PaletteData COLOURS = new PaletteData(0xFF00, 0xFF0000, 0xFF000000);
    private static final int DEPTH = 32;

    private record Shown(Image image, int rotation) {}

    private final Control control;
    private final Display display;
    private final ExecutorService maker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("phone-video").factory());
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicReference<Optional<Shown>> next = new AtomicReference<>(Optional.empty());
    private final Runnable changed;
    private volatile Optional<VideoView> view = Optional.empty();
    private Optional<Shown> shown = Optional.empty();

    /** @param control that paints it @param open makes the view, given whom to tell of pictures @param changed on the UI thread, after each */
    PictureFeed(Control control, DeskPhone phone, BiFunction<Phone, Runnable, VideoView> open, Runnable changed) {
        this.control = control;
        this.changed = changed;
        display = control.getDisplay();
        phone.command(service -> view = Optional.of(open.apply(service, this::arrived)));
        control.addListener(SWT.Dispose, e -> close());
        arrived();
    }

    /** Any thread. */
    private void arrived() {
        if (waiting.getAndSet(true))
            return;
        try {
            maker.execute(this::make);
        } catch (RejectedExecutionException e) {
            // closed meanwhile
        }
    }

    private void make() {
        waiting.set(false);
        view.ifPresent(it -> {
            it.latest().ifPresent(this::make);
            if (it.trouble().isPresent())
                UiThread.post(control, changed);
        });
    }

    private void make(VideoPicture picture) {
        try {
            var data = new ImageData(picture.width(), picture.height(), DEPTH, COLOURS, 4, picture.pixels());
            next.getAndSet(Optional.of(new Shown(new Image(display, data), picture.rotation()))).ifPresent(it -> it.image().dispose());
            UiThread.post(control, this::swap);
        } catch (SWTException e) {
            // the desk ends: its display is gone
        }
    }

    private void swap() {
        next.getAndSet(Optional.empty()).ifPresent(it -> {
            shown.ifPresent(old -> old.image().dispose());
            shown = Optional.of(it);
            control.redraw();
            changed.run();
        });
    }

    Optional<VideoView> view() {
        return view;
    }

    /** Its pictures need not be larger. UI thread only. */
    void resize(int width, int height) {
        int zoom = control.getMonitor().getZoom();
        if (width > 0 && height > 0)
            view.ifPresent(it -> it.resize(width * zoom / 100, height * zoom / 100));
    }

    /** The largest place in an area that keeps the picture's shape. */
    Optional<Rectangle> place(Rectangle area) {
        return shown.map(it -> {
            var size = it.image().getBounds();
            boolean turned = it.rotation() % 180 != 0;
            double width = turned ? size.height : size.width;
            double height = turned ? size.width : size.height;
            double scale = Math.min(area.width / width, area.height / height);
            int wide = Math.max(1, (int) (width * scale));
            int high = Math.max(1, (int) (height * scale));
            return new Rectangle(area.x + (area.width - wide) / 2, area.y + (area.height - high) / 2, wide, high);
        });
    }

    /** @param at where {@link #place} put it */
    void paint(GC gc, Rectangle at) {
        shown.ifPresent(it -> {
            var size = it.image().getBounds();
            if (it.rotation() == 0) {
                gc.drawImage(it.image(), 0, 0, size.width, size.height, at.x, at.y, at.width, at.height);
                return;
            }
            boolean turned = it.rotation() % 180 != 0;
            int width = turned ? at.height : at.width;
            int height = turned ? at.width : at.height;
            var transform = new Transform(gc.getDevice());
            transform.translate(at.x + at.width / 2f, at.y + at.height / 2f);
            transform.rotate(it.rotation());
            gc.setTransform(transform);
            gc.drawImage(it.image(), 0, 0, size.width, size.height, -width / 2, -height / 2, width, height);
            gc.setTransform(null);
            transform.dispose();
        });
    }

    private void close() {
        maker.shutdown();
        view.ifPresent(VideoView::close);
        next.getAndSet(Optional.empty()).ifPresent(it -> it.image().dispose());
        shown.ifPresent(it -> it.image().dispose());
        shown = Optional.empty();
    }
}
