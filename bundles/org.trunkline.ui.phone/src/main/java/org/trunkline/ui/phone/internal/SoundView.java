package org.trunkline.ui.phone.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.phone.SoundDevice;
import org.trunkline.phone.SoundDevice.Use;
import org.trunkline.phone.SoundTest;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.PartFocus;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.desk.DeskPhone.Known;
import org.trunkline.ui.phone.internal.line.LevelBar;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.SaidText;
import org.trunkline.ui.view.DeskView;

/** The microphone and loudspeakers of the phone, and a test of them. */
public final class SoundView extends DeskView {
    static final String ID = "org.trunkline.ui.phone.sound";
    private static final int MARGIN = 8;

    private final Texts texts = PhoneWords.texts();
    private final SaidText said = SaidText.create();
    private Optional<Widgets> widgets = Optional.empty();

    /** A combo of devices, the first line that of the system. */
    private static final class Choice {
        private final Combo combo;
        private List<String> ids = List.of("");

        Choice(Combo combo) {
            this.combo = combo;
        }

        String chosen() {
            return ids.get(Math.max(0, combo.getSelectionIndex()));
        }

        /** A device that is not there now keeps its place, so that it is used again once it is back. */
        void show(List<SoundDevice> devices, String id, String system, String away) {
            var now = new ArrayList<>(List.of(""));
            var names = new ArrayList<>(List.of(system));
            devices.forEach(device -> {
                now.add(device.id());
                names.add(device.name());
            });
            if (!now.contains(id)) {
                now.add(id);
                names.add(away);
            }
            if (!now.equals(ids) || combo.getItemCount() == 0) {
                ids = List.copyOf(now);
                combo.setItems(names.toArray(String[]::new));
            }
            if (combo.getSelectionIndex() != ids.indexOf(id))
                combo.select(ids.indexOf(id));
        }
    }

    private record Widgets(StatePane pane, List<Choice> choices, Label system, Button test, LevelBar level, Label verdict) {}

    @Override
    protected void create(Composite parent) {
        var phone = DeskPhone.get();
        var pane = new StatePane(parent);
        var content = new Composite(pane.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(MARGIN, MARGIN).spacing(8, 6).applyTo(content);
        var microphone = choice(content, "sound.microphone");
        var loudspeaker = choice(content, "sound.loudspeaker");
        var ring = choice(content, "sound.ring");
        var choices = List.of(microphone, loudspeaker, ring);
        for (Choice each : choices)
            each.combo.addListener(SWT.Selection, e -> phone.choose(new SoundChoice(microphone.chosen(), loudspeaker.chosen(),
                    ring.chosen())));
        var system = new Label(content, SWT.WRAP);
        system.setText(texts.get("sound.system-only"));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(200, SWT.DEFAULT).exclude(true).applyTo(system);
        system.setVisible(false);
        var test = NativeLook.of(new Button(content, SWT.PUSH));
        test.setText(texts.get("sound.test"));
        test.setToolTipText(texts.get("sound.test.tip"));
        test.addListener(SWT.Selection, e -> phone.command(Phone::testSound));
        var level = new LevelBar(content, texts.get("level.out"));
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).applyTo(level.control());
        var verdict = new Label(content, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, true).hint(200, SWT.DEFAULT).applyTo(verdict);
        var all = new Widgets(pane, choices, system, test, level, verdict);
        widgets = Optional.of(all);
        pane.showEmpty(texts.get("sound.empty"));
        until(phone.follow(known -> UiThread.post(content, () -> show(all, known))));
    }

    private Choice choice(Composite parent, String key) {
        var label = new Label(parent, SWT.NONE);
        label.setText(texts.get(key));
        var combo = new Combo(parent, SWT.READ_ONLY);
        combo.setToolTipText(texts.get(key + ".tip"));
        combo.setData("field", key);
        AccessibleName.of(combo, texts.get(key));
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).applyTo(combo);
        return new Choice(combo);
    }

    private void show(Widgets all, Known known) {
        if (known.inUse().isEmpty()) {
            if (all.pane().showsContent())
                all.pane().showEmpty(texts.get("sound.empty"));
            return;
        }
        all.pane().showContent();
        show(all, known.inUse().orElseThrow());
    }

    private void show(Widgets all, PhoneState state) {
        var microphones = choosable(state, Use.MICROPHONE);
        var loudspeakers = choosable(state, Use.LOUDSPEAKER);
        String system = texts.get("sound.system");
        String away = texts.get("sound.away");
        all.choices().get(0).show(microphones, state.choice().microphone(), system, away);
        all.choices().get(1).show(loudspeakers, state.choice().loudspeaker(), system, away);
        all.choices().get(2).show(loudspeakers, state.choice().ring(), texts.get("sound.ring.same"), away);
        chosenBySystem(all, !state.devices().isEmpty() && microphones.isEmpty() && loudspeakers.isEmpty());
        boolean running = state.soundTest().filter(test -> test.state() != SoundTest.State.DONE).isPresent();
        if (all.test().isEnabled() == running)
            all.test().setEnabled(!running);
        all.level().show(state.soundTest().map(SoundTest::level).orElse(0.0));
        String words = state.soundTest().map(this::words).or(() -> state.soundTrouble().map(said::of)).orElse("").replace("&", "&&");
        if (!words.equals(all.verdict().getText())) {
            all.verdict().setText(words);
            all.verdict().requestLayout();
        }
    }

    private static List<SoundDevice> choosable(PhoneState state, Use use) {
        return state.devices().stream().filter(d -> d.use() == use && !d.id().isEmpty()).toList();
    }

    /** Says where devices are chosen instead of offering what has no effect. */
    private static void chosenBySystem(Widgets all, boolean now) {
        if (all.system().getVisible() == now)
            return;
        all.choices().forEach(each -> each.combo.setEnabled(!now));
        all.system().setVisible(now);
        ((GridData) all.system().getLayoutData()).exclude = !now;
        all.system().requestLayout();
    }

    private String words(SoundTest test) {
        return switch (test.state()) {
            case RECORDING -> texts.get("sound.recording");
            case PLAYING -> texts.get("sound.playing");
            case DONE -> test.verdict().map(said::of).orElse("");
        };
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(all -> PartFocus.give(all.test(), () -> {
            if (all.pane().showsContent())
                all.test().setFocus();
            else
                all.pane().control().setFocus();
        }));
    }
}
