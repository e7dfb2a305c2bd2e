package org.trunkline.ui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField.Type;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;

/** Fields of several entries: each stays as it is unless its box is ticked. UI thread only. */
public final class ManyPane {
    private static final int HEIGHT = 340;
    private static final int LABEL_WIDTH = 220;

    private final Texts texts = Texts.of(ManyPane.class);
    private final FormWords words;
    private final FormValues first;
    private final Runnable changed;
    private final ScrolledComposite scroll;
    private final Composite page;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(FormField field, Button box, FieldControl control) {}

    /**
     * @param fields those that several entries can have in common
     * @param first what the fields show until they are typed into
     * @param changed told of each change
     */
    public ManyPane(Composite parent, List<FormField> fields, FormValues first, FormWords words, Runnable changed) {
        this.words = words;
        this.first = first;
        this.changed = changed;
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL | SWT.BORDER);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        page = new Composite(scroll, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(10, 8).spacing(10, 4).applyTo(page);
        Set<String> sections = fields.stream().map(FormField::section).collect(Collectors.toSet());
        String section = "";
        for (var field : fields) {
            if (sections.size() > 1 && !field.section().equals(section))
                head(words.section(field.section()));
            section = field.section();
            row(field);
        }
        scroll.setContent(page);
        var size = page.computeSize(SWT.DEFAULT, SWT.DEFAULT);
        scroll.setMinSize(size);
        GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, Math.min(HEIGHT, size.y + 4)).applyTo(scroll);
    }

    private void head(String title) {
        var head = new Label(page, SWT.NONE);
        head.setText(title.replace("&", "&&"));
        head.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        GridDataFactory.fillDefaults().span(2, 1).indent(0, 4).applyTo(head);
    }

    private void row(FormField field) {
        var box = NativeLook.of(new Button(page, SWT.CHECK | SWT.WRAP));
        String label = words.label(field);
        box.setText((field.limits().unit().isEmpty() ? label : label + ", " + field.limits().unit()).replace("&", "&&"));
        box.setToolTipText(words.tip(field));
        box.setData("change", field.name());
        GridDataFactory.swtDefaults().hint(LABEL_WIDTH, SWT.DEFAULT).align(SWT.BEGINNING, SWT.BEGINNING).applyTo(box);
        FieldControl control = field.type() == Type.CHECK ? yesNo(label)
                : new FieldControls(words, changed, () -> "", FormLinks.NONE).make(page, field);
        control.focus().setData("field", field.name());
        control.set().accept(first.text(field.name()));
        AccessibleName.of(control.focus(), label);
        var row = new Row(field, box, control);
        rows.put(field.name(), row);
        enable(control.whole(), false);
        box.addListener(SWT.Selection, _ -> {
            enable(control.whole(), box.getSelection());
            if (box.getSelection())
                control.focus().setFocus();
            changed.run();
        });
    }

    /** A box beside a box would not say which of them changes the field. */
    private FieldControl yesNo(String label) {
        var combo = NativeLook.of(new Combo(page, SWT.READ_ONLY));
        combo.setItems(texts.get("value.yes"), texts.get("value.no"));
        combo.setToolTipText(label);
        combo.addListener(SWT.Selection, _ -> changed.run());
        return new FieldControl(combo, () -> Boolean.toString(combo.getSelectionIndex() == 0),
                value -> combo.select("true".equals(value) ? 0 : 1));
    }

    private static void enable(Control control, boolean enabled) {
        if (control instanceof Composite composite && !(control instanceof Combo))
            for (Control child : composite.getChildren())
                enable(child, enabled);
        control.setEnabled(enabled);
    }

    /** The fields to change, with their new texts. */
    public Map<String, String> chosen() {
        var chosen = new LinkedHashMap<String, String>();
        rows.forEach((name, row) -> {
            if (row.box().getSelection())
                chosen.put(name, row.control().get().get());
        });
        return chosen;
    }

    /** Names that fields of a type offer. */
    public void offer(Type type, List<Offer> names) {
        rows.values().stream().filter(row -> row.field().type() == type).forEach(row -> {
            row.control().offer().accept(names);
            enable(row.control().whole(), row.box().getSelection());
        });
    }

    /** The first field that can be changed has the focus. */
    public void focus() {
        rows.values().stream().findFirst().ifPresent(row -> row.box().setFocus());
    }
}
