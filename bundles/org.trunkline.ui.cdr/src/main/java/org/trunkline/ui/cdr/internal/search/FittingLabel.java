package org.trunkline.ui.cdr.internal.search;

import java.util.function.ToIntFunction;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** A line that ends in dots where there is no room for all of it; the tip has the rest. UI thread only. */
final class FittingLabel {
    private final Label label;
    private String text = "";

    FittingLabel(Composite parent) {
        label = new Label(parent, SWT.NONE);
        label.addListener(SWT.Resize, e -> fit());
    }

    Label control() {
        return label;
    }

    String text() {
        return text;
    }

    void set(String now, String tip) {
        text = now;
        label.setToolTipText(tip);
        fit();
    }

    private void fit() {
        var gc = new GC(label);
        try {
            int width = label.getSize().x;
            String shown = width > 0 ? shortened(text, width, t -> gc.textExtent(t).x) : text;
            if (!shown.equals(label.getText()))
                label.setText(shown);
        } finally {
            gc.dispose();
        }
    }

    /** @param width in the units of the measure @return as much of the text as has room, dots included */
    static String shortened(String text, int width, ToIntFunction<String> measure) {
        if (measure.applyAsInt(text) <= width)
            return text;
        int fits = 0;
        int tooLong = text.length();
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) / 2;
            if (measure.applyAsInt(text.substring(0, middle) + '…') <= width)
                fits = middle;
            else
                tooLong = middle;
        }
        return text.substring(0, fits).stripTrailing() + '…';
    }
}
