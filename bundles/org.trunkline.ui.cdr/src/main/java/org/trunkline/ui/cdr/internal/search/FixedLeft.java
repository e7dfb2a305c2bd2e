package org.trunkline.ui.cdr.internal.search;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Control;

/** Keeps the left side of a sash as wide as it asks, or as its user drew it, however wide the whole becomes. UI thread. */
final class FixedLeft {
    private final SashForm sash;
    private int width;
    private boolean resizing;
    private boolean drawn;
    private int whole;

    FixedLeft(SashForm sash, int width) {
        this.sash = sash;
        this.width = width;
        Control left = sash.getChildren()[0];
        sash.addListener(SWT.Resize, e -> keep());
        left.addListener(SWT.Resize, e -> {
            // a sash that changes shares its new width out before it tells
            boolean dragged = !resizing && sash.getClientArea().width == whole;
            if (dragged && left.getSize().x > 0 && left.getSize().x != this.width) {
                this.width = left.getSize().x;
                drawn = true;
            }
        });
        keep();
    }

    /** Grows, unless the user has drawn it. @param most beyond which it does not grow by itself */
    void ask(int asked, int most) {
        int next = Math.max(width, Math.min(asked, most));
        if (drawn || next == width)
            return;
        width = next;
        keep();
    }

    private void keep() {
        whole = sash.getClientArea().width;
        if (whole < 2)
            return;
        resizing = true;
        int left = Math.min(width, whole / 2);
        sash.setWeights(left, whole - left);
        sash.layout(true);
        resizing = false;
    }
}
