package org.trunkline.ui.plugins.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormLinks;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.form.Offered;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.StatePane;

/** The settings of a plug-in as a form, by the fields that it declares. UI thread. */
final class SettingsPane {
    private final Texts texts;
    private final PluginText words;
    private final NodeJobs jobs;
    private final PluginChanges changes;
    private final StatePane state;
    private final Composite box;
    private final Label problem;
    private final Button save;
    private final Button revert;
    private Optional<FormPane> form = Optional.empty();
    private Optional<PluginRow> plugin = Optional.empty();
    private SettingsDraft draft = new SettingsDraft(List.of(), Map.of(), List.of());
    /** What the node said against values, while they are as they were then. */
    private List<FieldError> refused = List.of();
    private FormValues refusedValues = new FormValues(Map.of());
    private boolean saving;

    SettingsPane(Composite parent, Texts texts, PluginText words, NodeJobs jobs, PluginChanges changes) {
        this.texts = texts;
        this.words = words;
        this.jobs = jobs;
        this.changes = changes;
        state = new StatePane(parent);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(state.content());
        box = new Composite(state.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().applyTo(box);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(box);
        problem = new Label(state.content(), SWT.WRAP); // room for a line is always there
        GridDataFactory.fillDefaults().grab(true, false).indent(12, 0).hint(100, SWT.DEFAULT).applyTo(problem);
        Palette.follow(problem, palette -> problem.setForeground(palette.bad()));
        var bar = new Composite(state.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).applyTo(bar);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(bar);
        save = button(bar, "settings.save", this::save);
        revert = button(bar, "settings.revert", this::fill);
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
        form.map(FormPane::control).ifPresent(Control::dispose);
        var declared = new DeclaredForm(draft.fields());
        var made = FormPane.scrolled(box, declared, declared, FormLinks.NONE, this::check);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(made.control());
        form = Optional.of(made);
        box.layout();
        declared.fields().stream().map(FormField::type).distinct().forEach(type -> Offered.of(type).ifPresent(offered ->
                jobs.read(texts.get("settings.names"), offered, names -> {
                    if (!made.control().isDisposed())
                        made.offer(type, names);
                }, failure -> {
                    // a name can be typed
                })));
    }

    private void fill() {
        refused = List.of();
        form.ifPresent(it -> {
            it.show(draft.shown(), false);
            it.kept(draft.secretsSet());
            if (!draft.check(Map.of()).isEmpty())
                it.touchAll(); // it does not run until they are right: the fields say so at once
        });
        check();
    }

    private Map<String, String> typed() {
        return form.map(it -> it.read().fields()).orElse(Map.of());
    }

    /** Brings errors and buttons up to what is typed. */
    private void check() {
        var errors = errors();
        var elsewhere = form.flatMap(it -> it.errors(errors));
        boolean dirty = !draft.changes(typed()).isEmpty();
        String said = dirty ? elsewhere.orElse("") : "";
        problem.setText(said.replace("&", "&&"));
        problem.setForeground(Palette.of(problem.getDisplay()).bad()); // the style sheet colours what is made late
        save.setEnabled(dirty && !saving && errors.isEmpty());
        revert.setEnabled(dirty && !saving);
    }

    private List<FieldError> errors() {
        var now = new FormValues(typed());
        var all = new ArrayList<>(draft.check(now.fields()));
        refused.stream().filter(e -> now.text(e.field()).equals(refusedValues.text(e.field()))).forEach(all::add);
        return all;
    }

    private void save() {
        plugin.ifPresent(row -> {
            saving = true;
            check();
            changes.configure(row.key(), words.title(row), draft.changes(typed()), () -> {
                saving = false;
                saved();
            }, errors -> {
                saving = false;
                refused = new DeclaredForm(draft.fields()).worded(errors);
                refusedValues = new FormValues(typed());
                form.ifPresent(FormPane::touchAll);
                check();
                form.ifPresent(it -> it.focus(refused));
            });
        });
    }

    /** What was saved is what is there now; the table brings it with its next reading. */
    private void saved() {
        var values = new LinkedHashMap<>(draft.values());
        var secrets = new ArrayList<>(draft.secretsSet());
        draft.changes(typed()).forEach((name, value) -> {
            boolean secret = draft.fields().stream().anyMatch(field -> field.name().equals(name) && field.secret());
            if (secret && value.isPresent() && !secrets.contains(name))
                secrets.add(name);
            else if (!secret)
                value.ifPresentOrElse(v -> values.put(name, v), () -> values.remove(name));
        });
        draft = new SettingsDraft(draft.fields(), values, secrets);
        fill();
    }
}
