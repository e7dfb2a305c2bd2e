package org.trunkline.ui.plugins.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.StatePane;

/** The settings of a plug-in as a form, drawn from the fields that it declares. UI thread. */
final class SettingsPane {
    private static final int LABEL_WIDTH = 130;

    private final Texts texts;
    private final PluginText words;
    private final PluginChanges changes;
    private final StatePane state;
    private final ScrolledComposite scroll;
    private final Button save;
    private final Button revert;
    private final SettingFields fields;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private Optional<Composite> page = Optional.empty();
    private Optional<PluginRow> plugin = Optional.empty();
    private SettingsDraft draft = new SettingsDraft(List.of(), Map.of(), List.of());
    private List<FieldError> fromNode = List.of();
    private boolean saving;

    private record Row(Field field, SettingFields.Value value, Label error) {}

    SettingsPane(Composite parent, Texts texts, PluginText words, NodeJobs jobs, PluginChanges changes) {
        this.texts = texts;
        this.words = words;
        this.changes = changes;
        fields = new SettingFields(texts, words, jobs);
        state = new StatePane(parent);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(state.content());
        scroll = new ScrolledComposite(state.content(), SWT.V_SCROLL);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(scroll);
        scroll.addListener(SWT.Resize, e -> fit());
        var bar = new Composite(state.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).applyTo(bar);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(bar);
        save = button(bar, "settings.save", this::save);
        revert = button(bar, "settings.revert", this::revert);
        state.showEmpty(texts.get("settings.none"));
    }

    private Button button(Composite bar, String key, Runnable action) {
        var button = NativeLook.of(new Button(bar, SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    Control control() {
        return state.control();
    }

    /** What was typed stays while the same plug-in is shown. */
    void show(PluginRow row) {
        List<Field> declared = row.installed().map(s -> s.about().settings()).orElse(List.of());
        boolean same = plugin.filter(p -> p.key().equals(row.key())).isPresent() && declared.equals(draft.fields());
        boolean dirty = same && !draft.changes(typed()).isEmpty();
        plugin = Optional.of(row);
        if (declared.isEmpty()) {
            draft = new SettingsDraft(List.of(), Map.of(), List.of());
            state.showEmpty(texts.get(row.installed().isPresent() ? "settings.none" : "settings.later"));
            return;
        }
        if (dirty)
            return;
        SettingsDraft next = SettingsDraft.of(row.installed().orElseThrow());
        if (same && next.equals(draft))
            return;
        draft = next;
        if (!same)
            make();
        fill();
        state.showContent();
    }

    private void make() {
        page.ifPresent(Control::dispose);
        rows.clear();
        var form = new Composite(scroll, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).spacing(10, 2).applyTo(form);
        draft.fields().forEach(field -> row(form, field));
        scroll.setContent(form);
        page = Optional.of(form);
        fit();
    }

    private void row(Composite form, Field field) {
        var label = new Label(form, SWT.WRAP);
        label.setText(words.of(field.label(), field.name()).replace("&", "&&") + (field.unit().isEmpty() ? "" : " (" + field.unit() + ")") + (field.required() ? " *" : ""));
        label.setToolTipText(words.of(field.help(), ""));
        GridDataFactory.swtDefaults().hint(LABEL_WIDTH, SWT.DEFAULT).align(SWT.BEGINNING, SWT.CENTER).applyTo(label);
        SettingFields.Value value = fields.make(form, field, () -> edited(field));
        value.control().setToolTipText(words.of(field.help(), ""));
        value.control().setData("field", field.name());
        new Label(form, SWT.NONE);
        var error = new Label(form, SWT.WRAP); // room for a line is always there: a form never moves under the pointer
        error.setText(" ");
        GridDataFactory.fillDefaults().grab(true, false).hint(100, SWT.DEFAULT).applyTo(error);
        Palette.follow(error, palette -> error.setForeground(palette.bad()));
        var accessible = value.control().getAccessible();
        accessible.addRelation(ACC.RELATION_LABELLED_BY, label.getAccessible());
        accessible.addRelation(ACC.RELATION_DESCRIBED_BY, error.getAccessible());
        rows.put(field.name(), new Row(field, value, error));
    }

    private void fill() {
        touched.clear();
        fromNode = List.of();
        rows.values().forEach(row -> row.value().set(draft.shown(row.field()),
                row.field().secret() && draft.secretsSet().contains(row.field().name())));
        check();
    }

    private Map<String, String> typed() {
        var values = new LinkedHashMap<String, String>();
        rows.forEach((name, row) -> values.put(name, row.value().get()));
        return values;
    }

    private void edited(Field field) {
        touched.add(field.name());
        fromNode = fromNode.stream().filter(e -> !e.field().equals(field.name())).toList();
        check();
    }

    private List<FieldError> check() {
        var typed = typed();
        List<FieldError> errors = draft.check(typed);
        boolean moved = false;
        for (Row row : rows.values()) {
            String text = Stream.concat(fromNode.stream(), errors.stream().filter(e -> touched.contains(e.field())))
                    .filter(e -> e.field().equals(row.field().name())).findFirst().map(words::sentence).orElse("");
            moved |= show(row.error(), text);
        }
        boolean dirty = !draft.changes(typed).isEmpty();
        save.setEnabled(dirty && !saving && errors.stream().noneMatch(e -> touched.contains(e.field())));
        revert.setEnabled(dirty && !saving);
        if (moved)
            fit();
        return errors;
    }

    private static boolean show(Label error, String text) {
        String marked = text.isEmpty() ? " " : "⚠ " + text.replace("&", "&&");
        if (marked.equals(error.getText()))
            return false;
        error.setText(marked);
        error.setForeground(Palette.of(error.getDisplay()).bad()); // the style sheet colours what is made late
        return true;
    }

    private void save() {
        rows.keySet().forEach(touched::add);
        List<FieldError> errors = check();
        if (!errors.isEmpty()) {
            focus(errors);
            return;
        }
        plugin.ifPresent(row -> {
            saving = true;
            check();
            changes.configure(row.key(), words.title(row), draft.changes(typed()), () -> {
                saving = false;
                saved();
            }, refused -> {
                saving = false;
                fromNode = refused;
                check();
                focus(refused);
            });
        });
    }

    /** What was saved is what is there now; the table brings it with its next reading. */
    private void saved() {
        var values = new LinkedHashMap<>(draft.values());
        var secrets = new ArrayList<>(draft.secretsSet());
        draft.changes(typed()).forEach((name, value) -> {
            boolean secret = rows.get(name).field().secret();
            if (secret && value.isPresent() && !secrets.contains(name))
                secrets.add(name);
            else if (!secret)
                value.ifPresentOrElse(v -> values.put(name, v), () -> values.remove(name));
        });
        draft = new SettingsDraft(draft.fields(), values, secrets);
        fill();
    }

    private void focus(List<FieldError> errors) {
        errors.stream().map(e -> rows.get(e.field())).filter(Objects::nonNull).findFirst()
                .ifPresent(row -> row.value().control().setFocus());
    }

    private void revert() {
        fill();
    }

    private void fit() {
        page.ifPresent(p -> {
            int width = scroll.getClientArea().width;
            scroll.setMinSize(p.computeSize(width > 0 ? width : SWT.DEFAULT, SWT.DEFAULT));
            p.layout(true, true);
        });
    }
}
