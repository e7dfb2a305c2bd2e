package org.trunkline.ui.form;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.FieldError;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField.Type;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.TextUndo;

/**
 * Fields in sections, each with its error beneath: entries, settings and channels of plug-ins are all edited in it.
 * UI thread only.
 */
public final class FormPane {
    private static final int LEAST_LABEL = 150;
    /** Longer ones take two lines: two sections stand side by side in a window of 1280. */
    private static final int MOST_LABEL = 165;
    private static final int ERROR_WIDTH = 260;
    private static final int ERROR_INDENT = 20;
    private static final int FIELD_WIDTH = 350;
    private static final int GAP = 28;
    /** Fields that are made in one event; each takes some milliseconds, most of them for its style. */
    private static final int STEP = 6;
    private static final Set<Type> TALL = EnumSet.of(Type.LINES, Type.TRUNKS, Type.MEMBERS, Type.GROUPS, Type.FACT);

    private final FormRules rules;
    private final Texts texts = Texts.of(FormPane.class);
    private final FormWords words;
    private final ErrorText errorText = new ErrorText();
    private final Runnable changed;
    private final FormLinks links;
    /** Empty where the form is a part of another one, which scrolls. */
    private final Optional<ScrolledComposite> scroll;
    private final Composite page;
    private final int labelWidth;
    private final Iterator<FormField> left;
    private final boolean headed;
    private final Map<String, Composite> sections = new HashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private boolean showing;
    private boolean on = true;

    /** @param label empty text for check boxes, which have their own */
    private record Row(FormField field, FieldControl control, Label error) {}

    private FormPane(Composite parent, boolean scrolled, boolean atOnce, FormRules rules, FormWords words, FormLinks links, Runnable changed) {
        this.rules = rules;
        this.words = words;
        this.changed = changed;
        scroll = scrolled ? Optional.of(new ScrolledComposite(parent, SWT.V_SCROLL | SWT.H_SCROLL)) : Optional.empty();
        page = new Composite(scroll.<Composite>map(it -> it).orElse(parent), SWT.NONE);
        this.links = links;
        labelWidth = widestLabel();
        left = rules.fields().iterator();
        headed = rules.fields().stream().map(FormField::section).distinct().count() > 1;
        while (atOnce && makeMore());
        GridLayoutFactory.fillDefaults().spacing(GAP, 8).extendedMargins(scrolled ? 12 : 0, 8, 2, 8).applyTo(page);
        scroll.ifPresent(it -> {
            it.setExpandHorizontal(true);
            it.setExpandVertical(true);
            it.setContent(page);
            it.addListener(SWT.Resize, e -> resized());
            resized();
        });
    }

    /** A form that scrolls, with as many columns of sections as there is room for. @param changed told of each change by hand */
    public static FormPane scrolled(Composite parent, FormRules rules, FormWords words, FormLinks links, Runnable changed) {
        return new FormPane(parent, true, true, rules, words, links, changed);
    }

    /**
     * The same without its fields: a form with many of them would hold the desk while it is made. Call {@link #makeMore} until it
     * has made all, each time in an event of its own, and nothing else of the form before that.
     */
    public static FormPane inSteps(Composite parent, FormRules rules, FormWords words, FormLinks links, Runnable changed) {
        return new FormPane(parent, true, false, rules, words, links, changed);
    }

    /** A form within another one. @param changed told of each change by hand */
    public static FormPane plain(Composite parent, FormRules rules, FormWords words, Runnable changed) {
        return new FormPane(parent, false, true, rules, words, FormLinks.NONE, changed);
    }

    /** The fields of all sections stand in line. */
    private int widestLabel() {
        var gc = new GC(page);
        try {
            return rules.fields().stream().filter(f -> f.type() != Type.CHECK)
                    .mapToInt(f -> gc.textExtent(label(f)).x)
                    .reduce(LEAST_LABEL, (a, b) -> Math.min(MOST_LABEL, Math.max(a, b)));
        } finally {
            gc.dispose();
        }
    }

    private boolean isLong(String label) {
        var gc = new GC(page);
        try {
            return gc.textExtent(label).x > labelWidth;
        } finally {
            gc.dispose();
        }
    }

    private String label(FormField field) {
        String text = words.label(field).replace("&", "&&");
        return field.limits().unit().isEmpty() ? text : text + ", " + field.limits().unit();
    }

    /** Lays it out again: something in it is larger or smaller now. */
    public void resized() {
        scroll.ifPresentOrElse(it -> {
            int width = it.getClientArea().width;
            ((GridLayout) page.getLayout()).numColumns = Math.max(1, width / (labelWidth + FIELD_WIDTH));
            it.setMinSize(page.computeSize(width > 0 ? width : SWT.DEFAULT, SWT.DEFAULT));
            page.layout(false, true); // by the sizes just computed
        }, page::requestLayout);
    }

    public Control control() {
        return scroll.<Control>map(it -> it).orElse(page);
    }

    /** Where sections can be added; call {@link #resized} after that. */
    public Composite page() {
        return page;
    }

    public int sectionWidth() {
        return labelWidth + ERROR_WIDTH;
    }

    /** Makes some more fields. @return whether there are others left */
    public boolean makeMore() {
        for (int made = 0; made < STEP && left.hasNext(); made++) {
            FormField field = left.next();
            row(sections.computeIfAbsent(field.section(), this::section), field);
        }
        return left.hasNext();
    }

    private Composite section(String name) {
        var section = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(10, 3).margins(0, 4).applyTo(section);
        GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.BEGINNING).applyTo(section);
        var head = new Label(section, SWT.NONE);
        head.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        head.setText(words.section(name));
        head.setVisible(headed);
        GridDataFactory.fillDefaults().span(2, 1).exclude(!headed).applyTo(head);
        return section;
    }

    private void row(Composite section, FormField field) {
        boolean check = field.type() == Type.CHECK;
        String text = check ? "" : label(field);
        var label = new Label(section, isLong(text) ? SWT.WRAP : SWT.NONE); // GTK takes long to lay out one that may wrap
        label.setText(text);
        boolean tall = TALL.contains(field.type());
        GridDataFactory.swtDefaults().hint(labelWidth, SWT.DEFAULT).align(SWT.BEGINNING,
                tall ? SWT.BEGINNING : SWT.CENTER).applyTo(label);
        FieldControl control = new FieldControls(words, () -> edited(field), this::key, links).make(section, field);
        var error = new Label(section, SWT.NONE); // always there: an error must not move the fields below it
        GridDataFactory.fillDefaults().span(2, 1).indent(ERROR_INDENT, 0).hint(labelWidth + ERROR_WIDTH - ERROR_INDENT,
                SWT.DEFAULT).applyTo(error);
        frame(section, control, error);
        Palette.follow(error, palette -> error.setForeground(palette.bad()));
        var accessible = control.focus().getAccessible();
        if (!check)
            accessible.addRelation(ACC.RELATION_LABELLED_BY, label.getAccessible());
        accessible.addRelation(ACC.RELATION_DESCRIBED_BY, error.getAccessible());
        rows.put(field.name(), new Row(field, control, error));
    }

    /** A red frame around a field that is wrong. */
    private static void frame(Composite section, FieldControl control, Label error) {
        section.addListener(SWT.Paint, e -> {
            if (error.getText().isEmpty())
                return;
            Rectangle bounds = control.whole().getBounds();
            e.gc.setForeground(error.getForeground());
            e.gc.setLineWidth(2);
            e.gc.drawRectangle(bounds.x - 1, bounds.y - 1, bounds.width + 1, bounds.height + 1);
        });
    }

    private String key() {
        return Optional.ofNullable(rows.get(rules.keyField())).map(row -> row.control().get().get().strip()).orElse("");
    }

    private void edited(FormField field) {
        if (showing)
            return;
        touched.add(field.name());
        FormValues typed = read();
        FormValues following = rules.following(field.name(), typed);
        showing = true;
        following.fields().forEach((name, value) -> {
            if (!value.equals(typed.text(name)))
                rows.get(name).control().set().accept(value);
        });
        showing = false;
        enable(following);
        changed.run();
    }

    /** Puts values into the fields. @param saved whether the entry exists */
    public void show(FormValues values, boolean saved) {
        showing = true;
        touched.clear();
        rows.forEach((name, row) -> row.control().set().accept(values.text(name)));
        showing = false;
        TextUndo.forget(page);
        Optional.ofNullable(rows.get(rules.keyField())).ifPresent(key -> key.control().focus().setEnabled(!saved
                || rules.canBeRenamed()));
        scroll.ifPresent(it -> it.setOrigin(0, 0));
        enable(values);
        errors(List.of());
    }

    /** Puts values into some fields, as if typed there. */
    public void type(Map<String, String> some) {
        showing = true;
        some.forEach((name, value) -> {
            touched.add(name);
            rows.get(name).control().set().accept(value);
        });
        showing = false;
        enable(read());
    }

    private void enable(FormValues values) {
        rows.forEach((name, row) -> {
            if (name.equals(rules.keyField()))
                return;
            boolean enabled = on && rules.enabled(name, values);
            if (row.control().focus().getEnabled() != enabled)
                enable(row.control().whole(), enabled);
        });
    }

    /** Whether anything can be typed. */
    public void setOn(boolean now) {
        on = now;
        enable(read());
    }

    /** Says which secrets have a value that is not shown and stays unless another is typed. */
    public void kept(Collection<String> secrets) {
        rows.forEach((name, row) -> {
            if (row.field().type() == Type.SECRET && row.control().focus() instanceof Text text)
                text.setMessage(secrets.contains(name) ? texts.get("secret.kept") : "");
        });
    }

    /** A composite that is off does not grey what is in it. */
    private static void enable(Control control, boolean enabled) {
        if (control instanceof Composite composite && !(control instanceof Combo))
            for (Control child : composite.getChildren())
                enable(child, enabled);
        control.setEnabled(enabled);
    }

    public FormValues read() {
        var values = new LinkedHashMap<String, String>();
        rows.forEach((name, row) -> {
            if (row.field().type() != Type.FACT)
                values.put(name, row.control().get().get());
        });
        return new FormValues(values);
    }

    /** What the node tells of the entry, line by line. */
    public void tell(String field, List<String> lines) {
        Optional.ofNullable(rows.get(field)).map(Row::control).ifPresent(control -> {
            int before = control.whole().computeSize(FIELD_WIDTH, SWT.DEFAULT).y;
            control.tell().accept(lines);
            if (control.whole().computeSize(FIELD_WIDTH, SWT.DEFAULT).y != before)
                resized(); // as tall as what it says
        });
    }

    public void offer(Type type, List<Offer> names) {
        showing = true;
        rows.values().stream().filter(r -> r.field().type() == type).forEach(r -> r.control().offer().accept(names));
        showing = false;
    }

    /**
     * Shows errors at the fields that were typed into; others are not complained of before their turn.
     *
     * @return the first error that is not shown at a field, or not all of it, in a sentence
     */
    public Optional<String> errors(List<FieldError> errors) {
        for (var row : rows.values())
            show(row, touched.contains(row.field().name()) ? errorText.of(row.field(), errors) : "");
        return errors.stream().filter(e -> !isShown(ErrorText.field(e))).findFirst().map(this::named);
    }

    private boolean isShown(String field) {
        if (!touched.contains(field) || !rows.containsKey(field))
            return false;
        Label error = rows.get(field).error();
        return error.computeSize(SWT.DEFAULT, SWT.DEFAULT).x <= error.getSize().x;
    }

    private String named(FieldError error) {
        var row = Optional.ofNullable(rows.get(ErrorText.field(error))).map(Row::field);
        String sentence = row.map(f -> errorText.sentence(error, f)).orElseGet(() -> errorText.sentence(error));
        return row.map(f -> texts.get("error.named", words.label(f), sentence)).orElse(sentence);
    }

    /** A new password is readable: the user wants to copy it. */
    public Optional<String> shownPassword() {
        return rows.values().stream().filter(r -> r.field().type() == Type.PASSWORD)
                .map(r -> r.control().focus()).filter(Text.class::isInstance).map(Text.class::cast)
                .filter(t -> t.getEchoChar() == '\0' && !t.getText().isEmpty()).map(Text::getText).findFirst();
    }

    /** From now on every field shows its error: somebody tried to save. */
    public void touchAll() {
        touched.addAll(rows.keySet());
    }

    private static void show(Row row, String text) {
        Label error = row.error();
        String marked = text.isEmpty() ? "" : "⚠ " + text.replace("&", "&&");
        if (marked.equals(error.getText()))
            return;
        error.setText(marked);
        error.setToolTipText(text);
        error.setForeground(Palette.of(error.getDisplay()).bad()); // the style sheet colours what is made late
        error.getParent().redraw();
    }

    /** Puts the caret into the first field that is wrong, else the first that can be typed into. */
    public void focus(List<FieldError> errors) {
        rows.values().stream().filter(r -> errors.stream().anyMatch(e -> ErrorText.field(e).equals(r.field().name())))
                .findFirst().or(() -> rows.values().stream().filter(r -> r.control().focus().isEnabled()).findFirst())
                .ifPresent(row -> {
                    row.control().focus().setFocus();
                    scroll.ifPresent(it -> it.showControl(row.control().focus()));
                });
    }
}
