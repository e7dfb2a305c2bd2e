package org.trunkline.ui.trunks.internal.testcall;

import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.RowLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.node.Trials.Sound;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.InLayout;

/** What the far side of a test call hears: a tone, silence, or a subscriber, who is the user of this desk unless another is typed. UI thread only. */
final class HeardChoice {
    private static final int WIDTH = 360;

    private final Texts texts;
    private final Consumer<Boolean> spoken;
    private final Composite page;
    private final Button tone;
    private final Button silence;
    private final Button voice;
    private final Text subscriber;
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
        new Label(page, SWT.NONE).setText(texts.get("test.voice.subscriber"));
        subscriber = new Text(page, SWT.BORDER);
        subscriber.setData("field", "test.voice.subscriber");
        subscriber.setEnabled(false);
        subscriber.addListener(SWT.Modify, _ -> explain());
        GridDataFactory.fillDefaults().grab(true, false).applyTo(subscriber);
        AccessibleName.of(subscriber, texts.get("test.voice.subscriber"));
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
        boolean untouched = chosen().equals(own.subscriber().orElse(""));
        own = now;
        if (untouched && !chosen().equals(now.subscriber().orElse("")))
            subscriber.setText(now.subscriber().orElse(""));
        explain();
    }

    private String chosen() {
        return subscriber.getText().strip();
    }

    private void changed() {
        subscriber.setEnabled(voice.getSelection());
        spoken.accept(voice.getSelection());
        explain();
    }

    private void explain() {
        if (InLayout.note(note, voice.getSelection() ? texts.get(own.note(chosen()), chosen()) : ""))
            page.layout(true, true);
    }

    Sound sound() {
        return silence.getSelection() ? Sound.SILENCE : Sound.TONE;
    }

    /** The subscriber who speaks, perhaps without a name yet; empty where a sound is played. */
    Optional<String> voice() {
        return voice.getSelection() ? Optional.of(chosen()) : Optional.empty();
    }
}
