package org.trunkline.ui.trunks.internal.form;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.Kind;

/** The form of each kind, made when first needed; one is on top. UI thread only. */
public final class FormDeck {
    private final Composite box;
    private final StackLayout stack = new StackLayout();
    private final Map<Kind, FormPane> forms = new EnumMap<>(Kind.class);
    private final Texts texts;
    private final Runnable typed;
    private final BiConsumer<Kind, String> open;

    /** @param open shows another entry */
    public FormDeck(Composite parent, Texts texts, Runnable typed, BiConsumer<Kind, String> open) {
        this.texts = texts;
        this.typed = typed;
        this.open = open;
        box = new Composite(parent, SWT.NONE);
        box.setLayout(stack);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(box);
    }

    public Control control() {
        return box;
    }

    /** Whether the keyboard goes to the form on top. */
    public boolean hasFocus() {
        Control control = box.getDisplay().getFocusControl();
        while (control != null && control != stack.topControl)
            control = control.getParent();
        return control != null;
    }

    public FormPane of(Kind kind) {
        return forms.computeIfAbsent(kind, k -> new FormPane(box, k, texts, typed, open));
    }

    public FormPane show(Kind kind) {
        FormPane form = of(kind);
        stack.topControl = form.control();
        box.layout();
        return form;
    }
}
