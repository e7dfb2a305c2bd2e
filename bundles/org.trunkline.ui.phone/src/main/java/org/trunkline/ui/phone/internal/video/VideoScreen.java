package org.trunkline.ui.phone.internal.video;

import java.util.function.Supplier;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.trunkline.phone.VideoState;
import org.trunkline.phone.VideoView.Side;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/** The picture of a call: the other side's, with this side's small in a corner, or large where it is alone. UI thread only. */
final class VideoScreen {
    /** Share of the width that the small picture has. */
    private static final int SMALL = 4;
    private static final int EDGE = 8;

    private final Canvas canvas;
    private final PictureFeed there;
    private final PictureFeed here;
    private VideoState state = VideoState.NONE;

    /**
     * @param name for screen readers, asked when needed
     * @param toggled a double click, or Enter: full screen and back
     * @param left Escape
     */
    VideoScreen(Composite parent, DeskPhone phone, String line, Supplier<String> name, Runnable toggled, Runnable left) {
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        canvas.setData("field", "video.screen");
        there = new PictureFeed(canvas, phone, (service, arrived) -> service.video().view(line, Side.THERE, arrived), () -> { });
        here = new PictureFeed(canvas, phone, (service, arrived) -> service.video().view(line, Side.HERE, arrived), () -> { });
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.Resize, e -> resize());
        canvas.addListener(SWT.MouseDoubleClick, e -> toggled.run());
        canvas.addListener(SWT.MouseDown, e -> canvas.setFocus());
        canvas.addListener(SWT.FocusIn, e -> canvas.redraw());
        canvas.addListener(SWT.FocusOut, e -> canvas.redraw());
        canvas.addListener(SWT.KeyDown, e -> {
            if (e.character == SWT.CR || e.keyCode == SWT.F11)
                toggled.run();
            else if (e.character == SWT.ESC)
                left.run();
        });
        canvas.addListener(SWT.Traverse, e -> e.doit = e.detail != SWT.TRAVERSE_RETURN && e.detail != SWT.TRAVERSE_ESCAPE);
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = name.get();
            }
        });
        canvas.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent e) {
                e.detail = ACC.ROLE_GRAPHIC;
            }
        });
    }

    Canvas control() {
        return canvas;
    }

    void show(VideoState now) {
        boolean other = alone() != alone(now) || state.running() != now.running();
        state = now;
        if (other)
            resize();
        canvas.redraw();
    }

    private boolean alone() {
        return alone(state);
    }

    private static boolean alone(VideoState state) {
        return !state.received();
    }

    private void resize() {
        var size = canvas.getClientArea();
        there.resize(size.width, size.height);
        if (alone())
            here.resize(size.width, size.height);
        else
            here.resize(size.width / SMALL, size.height / SMALL);
    }

    private void paint(Event e) {
        var area = canvas.getClientArea();
        e.gc.setBackground(canvas.getDisplay().getSystemColor(SWT.COLOR_BLACK));
        e.gc.fillRectangle(area);
        if (state.received())
            there.place(area).ifPresent(at -> there.paint(e.gc, at));
        if (state.sent().isPresent())
            here.place(alone() ? area : corner(area)).ifPresent(at -> {
                here.paint(e.gc, at);
                if (!alone()) {
                    e.gc.setForeground(canvas.getDisplay().getSystemColor(SWT.COLOR_WHITE));
                    e.gc.drawRectangle(at.x - 1, at.y - 1, at.width + 1, at.height + 1);
                }
            });
        if (canvas.isFocusControl()) {
            e.gc.setForeground(Palette.of(canvas.getDisplay()).series().getFirst());
            e.gc.setLineWidth(2);
            e.gc.drawRectangle(area.x + 1, area.y + 1, area.width - 2, area.height - 2);
        }
    }

    private static Rectangle corner(Rectangle area) {
        int width = area.width / SMALL;
        int height = area.height / SMALL;
        return new Rectangle(area.x + area.width - width - EDGE, area.y + area.height - height - EDGE, width, height);
    }
}
