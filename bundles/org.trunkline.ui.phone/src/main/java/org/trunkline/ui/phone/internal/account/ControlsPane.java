package org.trunkline.ui.phone.internal.account;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.bindings.keys.KeySequence;
import org.eclipse.jface.bindings.keys.KeySequenceText;
import org.eclipse.jface.bindings.keys.KeyStroke;
import org.eclipse.jface.bindings.keys.ParseException;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.FocusListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.keys.IBindingService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.phone.control.ControlChoice;
import org.trunkline.phone.control.ControlState;
import org.trunkline.phone.control.Controls;
import org.trunkline.phone.control.KeyAction;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;

/**
 * Keys in all programs, and headsets. They are used as soon as they are chosen, so that the page says which ones the system refuses; no key is while
 * one is being typed, or it would not come here. UI thread only.
 */
final class ControlsPane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlsPane.class);
    private static final int WIDTH = 340;

    private final Texts texts = PhoneWords.texts();
    private final SaidText said = SaidText.create();
    private final DeskPhone phone;
    private ControlChoice stored;
    private final Map<KeyAction, KeySequenceText> keys = new EnumMap<>(KeyAction.class);
    private final Button headset;
    private final Label status;
    private boolean typing;
    /** The page is closing: what was decided stays. */
    private boolean closing;

    ControlsPane(Composite parent, DeskPhone phone) {
        this.phone = phone;
        stored = phone.controlChoice();
        var pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(8, 6).applyTo(pane);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(pane);
        wrapped(pane, "controls.keys");
        for (var action : KeyAction.values())
            keys.put(action, key(pane, action));
        headset = new Button(pane, SWT.CHECK);
        headset.setText(texts.get("controls.headset"));
        headset.setData("field", "controls.headset");
        headset.setSelection(stored.headset());
        GridDataFactory.fillDefaults().span(2, 1).applyTo(headset);
        headset.addListener(SWT.Selection, e -> choose());
        if (!Platform.OS_LINUX.equals(Platform.getOS())) {
            headset.setEnabled(false);
            wrapped(pane, "controls.headset.linux");
        }
        status = wrapped(pane, "controls.headset.none");
        status.setData("field", "controls.status");
        status.addListener(SWT.Dispose, e -> {
            if (!closing)
                leave();
        });
        phone.controls().ifPresent(this::follow);
    }

    private Label wrapped(Composite pane, String key) {
        var label = new Label(pane, SWT.WRAP);
        label.setText(texts.get(key));
        GridDataFactory.fillDefaults().span(2, 1).hint(WIDTH, SWT.DEFAULT).grab(true, false).applyTo(label);
        return label;
    }

    private KeySequenceText key(Composite pane, KeyAction action) {
        String name = "controls." + action.name().toLowerCase(Locale.ROOT).replace('_', '-');
        new Label(pane, SWT.NONE).setText(texts.get(name));
        var field = new Text(pane, SWT.BORDER | SWT.SINGLE);
        field.setMessage(texts.get("controls.no-key"));
        field.setData("field", name);
        AccessibleName.of(field, texts.get(name));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(field);
        var key = new KeySequenceText(field);
        key.setKeyStrokeLimit(1);
        show(key, stored.keys().get(action));
        var bindings = PlatformUI.getWorkbench().getService(IBindingService.class);
        field.addFocusListener(FocusListener.focusGainedAdapter(e -> {
            bindings.setKeyFilterEnabled(false); // or a key of the desk would be run
            typing(true);
        }));
        field.addFocusListener(FocusListener.focusLostAdapter(e -> {
            bindings.setKeyFilterEnabled(true);
            if (!closing)
                typing(false);
        }));
        field.addListener(SWT.Dispose, e -> bindings.setKeyFilterEnabled(true));
        return key;
    }

    private static void show(KeySequenceText field, String key) {
        try {
            field.setKeySequence(key == null ? KeySequence.getInstance() : KeySequence.getInstance(KeyStroke.getInstance(key)));
        } catch (ParseException e) {
            LOG.warn("the stored key {} is none: {}", key, e.getMessage());
        }
    }

    private ControlChoice chosen() {
        var all = new EnumMap<KeyAction, String>(KeyAction.class);
        keys.forEach((action, field) -> {
            var strokes = field.getKeySequence().getKeyStrokes();
            if (strokes.length > 0 && strokes[0].isComplete())
                all.put(action, strokes[0].toString());
        });
        return new ControlChoice(all, headset.getSelection());
    }

    private void typing(boolean now) {
        typing = now;
        closing = false;
        choose();
    }

    private void choose() {
        var now = typing ? new ControlChoice(Map.of(), headset.getSelection()) : chosen();
        phone.controls().ifPresent(it -> it.choose(now));
    }

    private void follow(Controls controls) {
        var watch = controls.follow(state -> UiThread.post(status, () -> show(state)));
        status.addListener(SWT.Dispose, e -> {
            try {
                watch.close();
            } catch (Exception failure) { // what AutoCloseable declares
                LOG.warn("the keys of the phone are followed still: {}", failure.getMessage());
            }
        });
    }

    private void show(ControlState state) {
        var lines = new ArrayList<String>(new LinkedHashSet<>(state.refused().values().stream().map(said::of).sorted().toList()));
        for (var each : state.headsets())
            lines.add(each.trouble().map(said::of).orElseGet(() -> texts.get("controls.headset.used", each.name())));
        if (state.choice().headset() && state.headsets().isEmpty())
            lines.add(texts.get("controls.headset.none"));
        String words = String.join("\n", List.copyOf(lines)).replace("&", "&&");
        if (!words.equals(status.getText())) {
            status.setText(words);
            status.requestLayout();
        }
    }

    /** Keeps what was chosen for the next start too. */
    void store() {
        closing = true;
        stored = chosen();
        phone.keep(stored);
    }

    /** Uses again what is stored. */
    void leave() {
        closing = true;
        phone.controls().ifPresent(it -> it.choose(stored));
    }
}
