package org.trunkline.ui.trunks.internal.form;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.node.Node;
import org.trunkline.ui.Texts;
import org.trunkline.ui.extension.EditedEntry;
import org.trunkline.ui.form.FormLinks;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.form.Offer;
import org.trunkline.ui.trunks.internal.model.GroupText;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** The form of each kind, made when first needed; one is on top. UI thread only. */
public final class FormDeck {
    private final Composite box;
    private final StackLayout stack = new StackLayout();
    private final Map<Kind, FormPane> forms = new HashMap<>();
    private final Map<FormPane, ContributedSections> sections = new HashMap<>();
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

    /** A form of what a plug-in said of its kind before goes as soon as it is covered. */
    public FormPane of(Kind kind) {
        return forms.computeIfAbsent(kind, this::make);
    }

    private FormPane make(Kind kind) {
        var groups = new GroupText(texts);
        var form = FormPane.scrolled(box, kind.form(), kind.text(texts), new FormLinks() {
            @Override
            public String line(String key, String name, List<Offer> offers) {
                return groups.line(key, name, offers);
            }

            @Override
            public void open(String name) {
                open.accept(OwnKind.RING_GROUP, name);
            }
        }, typed);
        sections.put(form, new ContributedSections(form.page(), kind, form.sectionWidth(), form::resized));
        return form;
    }

    /** Lets the contributed sections of a kind show an entry. */
    public void refresh(Kind kind, EditedEntry entry, Optional<Node> node) {
        sections.get(of(kind)).show(entry, node);
    }

    public FormPane show(Kind kind) {
        FormPane form = of(kind);
        stack.topControl = form.control();
        forms.entrySet().removeIf(other -> {
            boolean former = other.getKey().is(kind) && !other.getKey().equals(kind);
            if (former) {
                sections.remove(other.getValue());
                other.getValue().control().dispose();
            }
            return former;
        });
        box.layout();
        return form;
    }
}
