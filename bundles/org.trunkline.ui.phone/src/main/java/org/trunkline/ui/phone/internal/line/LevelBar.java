package org.trunkline.ui.phone.internal.line;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.look.Palette;

/** How loud something is, as a bar. UI thread only. */
public final class LevelBar {
    private static final int WIDTH = 90;
    private static final int HEIGHT = 8;
    private static final double FLOOR_DB = -50;
    private static final double PERCENT = 100;

    private final Canvas canvas;
    private Palette palette = Palette.LIGHT;
    private double share;

    /** @param name for screen readers, and the tooltip: {@code Your microphone} */
    public LevelBar(Composite parent, String name) {
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS) {
            @Override
            public Point computeSize(int wHint, int hHint, boolean changed) {
                return new Point(wHint == SWT.DEFAULT ? WIDTH : wHint, hHint == SWT.DEFAULT ? HEIGHT : hHint);
            }
        };
        canvas.setToolTipText(name);
        canvas.addListener(SWT.Paint, e -> {
            var size = canvas.getSize();
            e.gc.setBackground(palette.grid());
            e.gc.fillRoundRectangle(0, 0, size.x, size.y, size.y, size.y);
            e.gc.setBackground(palette.series().getFirst());
            if (share > 0)
                e.gc.fillRoundRectangle(0, 0, Math.max(size.y, (int) (size.x * share)), size.y, size.y, size.y);
        });
        Palette.follow(canvas, next -> {
            palette = next;
            canvas.redraw();
        });
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = name;
            }
        });
        canvas.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent e) {
                e.detail = ACC.ROLE_PROGRESSBAR;
            }

            @Override
            public void getValue(AccessibleControlEvent e) {
                e.result = Math.round(share * PERCENT) + "%";
            }
        });
    }

    public Canvas control() {
        return canvas;
    }

    /** @param level amplitude, 0 to 1 */
    public void show(double level) {
        double next = shareOf(level);
        if (Math.abs(next - share) < 1.0 / WIDTH)
            return;
        share = next;
        canvas.redraw();
    }

    /** Ears hear in decibels: half of the bar is -25 dB. */
    static double shareOf(double level) {
        return level <= 0 ? 0 : Math.clamp(1 - 20 * Math.log10(Math.min(1, level)) / FLOOR_DB, 0, 1);
    }
}
