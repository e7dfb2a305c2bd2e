package org.trunkline.ui.cdr.internal.widget;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;

/** Buttons of a form. UI thread. */
public final class Buttons {
    private static final int APART = 5;

    private Buttons() {}

    /** A bar of as many lines as its buttons need: other languages have longer words. */
    public static Composite bar(Composite parent) {
        var bar = new Composite(parent, SWT.NONE);
        var layout = new RowLayout(SWT.HORIZONTAL);
        layout.wrap = true;
        layout.marginLeft = layout.marginTop = layout.marginRight = layout.marginBottom = 0;
        layout.spacing = APART;
        bar.setLayout(layout);
        return bar;
    }

    /** @param key of its text; {@code key.tip} is its tooltip */
    public static Button push(Composite bar, Texts texts, String key, Runnable action) {
        var button = NativeLook.of(new Button(bar, SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }
}
