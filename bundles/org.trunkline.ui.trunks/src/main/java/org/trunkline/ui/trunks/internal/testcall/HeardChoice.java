package org.trunkline.ui.trunks.internal.testcall;

import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.RowLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.node.Trials.Sound;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.InLayout;

/** What the far side of a test call hears: a tone, silence, or the user of this desk. UI thread only. */
final class HeardChoice {
    private static final int WIDTH = 360;

    private final Texts texts;
    private final Consumer<Boolean> spoken;
    private final Composite page;
    private final Button tone;
    private final Button silence;
    private final Button voice;
    private final Label note;
    private OwnVoice own = OwnVoice.of(Optional.empty());

    /** @param page of two columns @param spoken told whether the user is to speak, when that changes */
    HeardChoice(Composite page, Texts texts, Consumer<Boolean> spoken) {
        this.page = page;
        this.texts = texts;
        this.spoken = spoken;
        new Label(page, SWT.NONE).setText(texts.get("test.sound"));
        var buttons = new Composite(page, SWT.NONE);
        buttons.setLayout(RowLayoutFactory.swtDefaults().spacing(12).wrap(true).create());
        tone = radio(buttons, "test.sound.tone");
        silence = radio(buttons, "test.sound.silence");
        voice = radio(buttons, "test.sound.voice");
        tone.setSelection(true);
        note = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(WIDTH, SWT.DEFAULT).exclude(true).applyTo(note);
        note.setData("field", "test.voice");
        note.setVisible(false);
    }

    private Button radio(Composite parent, String key) {
        var button = new Button(parent, SWT.RADIO);
        button.setText(texts.get(key));
        button.setData("field", key);
        button.addListener(SWT.Selection, e -> changed());
        return button;
    }

    /** The phone of the desk may have changed. */
    void show(OwnVoice now) {
        own = now;
        voice.setEnabled(now.isThere());
        if (!now.isThere() && voice.getSelection()) {
            voice.setSelection(false);
            tone.setSelection(true);
            spoken.accept(false);
        }
        explain();
    }

    private void changed() {
        spoken.accept(voice.getSelection());
        explain();
    }

    private void explain() {
        var hint = voice.getSelection() ? Optional.of("test.voice.hint") : Optional.<String>empty();
        String user = own.subscriber().orElse("");
        if (InLayout.note(note, own.obstacle().or(() -> hint).map(key -> texts.get(key, user)).orElse("")))
            page.layout(true, true);
    }

    Sound sound() {
        return silence.getSelection() ? Sound.SILENCE : Sound.TONE;
    }

    /** The subscriber who speaks; empty where a sound is played. */
    Optional<String> voice() {
        return own.subscriber().filter(_ -> voice.getSelection());
    }
}
