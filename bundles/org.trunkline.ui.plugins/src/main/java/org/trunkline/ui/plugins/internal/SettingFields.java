package org.trunkline.ui.plugins.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeTask;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;

/** The control for each type of setting. UI thread. */
final class SettingFields {
    /** Names offered of trunks and subscribers; others can be typed. */
    private static final int OFFERED = 500;
    private static final int NUMBER_WIDTH = 90;

    private final Texts texts;
    private final PluginText words;
    private final NodeJobs jobs;

    SettingFields(Texts texts, PluginText words, NodeJobs jobs) {
        this.texts = texts;
        this.words = words;
        this.jobs = jobs;
    }

    /** A control and what is in it. */
    interface Value {
        Control control();

        String get();

        /** @param kept whether a secret is set that is not shown */
        void set(String text, boolean kept);
    }

    private record Simple(Control control, Supplier<String> read, Consumer<String> write) implements Value {
        @Override
        public String get() {
            return read.get();
        }

        @Override
        public void set(String text, boolean kept) {
            write.accept(text);
        }
    }

    private record Secret(Text control, Texts texts) implements Value {
        @Override
        public String get() {
            return control.getText();
        }

        @Override
        public void set(String text, boolean kept) {
            control.setText(text);
            control.setMessage(kept ? texts.get("settings.secret.kept") : "");
        }
    }

    Value make(Composite form, Field field, Runnable edited) {
        Value value = field.secret() ? new Secret(text(form, SWT.PASSWORD), texts) : switch (field.type()) {
            case "yes-no" -> check(form);
            case "choice" -> choice(form, field);
            case "trunk" -> offered(form, (node, monitor) -> node.trunks().list(Optional.empty(), OFFERED).items().stream()
                    .map(Trunk::name).toList());
            case "subscriber" -> offered(form, (node, monitor) -> node.subscribers().list(Optional.empty(), OFFERED).items()
                    .stream().map(Subscriber::username).toList());
            default -> plain(text(form, SWT.NONE));
        };
        boolean narrow = !field.secret() && List.of("number", "duration").contains(field.type());
        if (narrow)
            GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.CENTER).hint(NUMBER_WIDTH, SWT.DEFAULT).applyTo(value.control());
        else
            GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).grab(true, false).hint(100, SWT.DEFAULT)
                    .applyTo(value.control());
        if (narrow && value.control() instanceof Text text && !(field.min() + field.max()).isEmpty())
            text.setMessage(field.min() + "–" + field.max());
        value.control().addListener(value.control() instanceof Button ? SWT.Selection : SWT.Modify, e -> edited.run());
        return value;
    }

    private static Text text(Composite form, int style) {
        return new Text(form, SWT.BORDER | SWT.SINGLE | style);
    }

    private static Value plain(Text text) {
        return new Simple(text, text::getText, text::setText);
    }

    private static Value check(Composite form) {
        var button = NativeLook.of(new Button(form, SWT.CHECK));
        return new Simple(button, () -> String.valueOf(button.getSelection()),
                text -> button.setSelection(Boolean.parseBoolean(text)));
    }

    private Value choice(Composite form, Field field) {
        var combo = new Combo(form, SWT.READ_ONLY | SWT.DROP_DOWN);
        var values = new ArrayList<String>();
        if (!field.required())
            values.add("");
        values.addAll(new TreeMap<>(field.choices()).keySet());
        values.forEach(value -> combo.add(value.isEmpty() ? "" : words.of(field.choices().get(value), value)));
        return new Simple(combo, () -> combo.getSelectionIndex() < 0 ? "" : values.get(combo.getSelectionIndex()),
                text -> combo.select(values.indexOf(text)));
    }

    private Value offered(Composite form, NodeTask<List<String>> names) {
        var combo = new Combo(form, SWT.DROP_DOWN);
        jobs.read(texts.get("settings.names"), names, found -> {
            if (!combo.isDisposed()) {
                String typed = combo.getText();
                combo.setItems(found.toArray(String[]::new));
                combo.setText(typed);
            }
        }, failure -> { });
        return new Simple(combo, combo::getText, combo::setText);
    }
}
