package org.trunkline.ui.phone.internal.line;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.RowLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.Direction;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.Phone;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundQuality;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.SignShape;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.desk.Lines;
import org.trunkline.ui.phone.internal.picture.CallerPicture;
import org.trunkline.ui.phone.internal.video.VideoPane;
import org.trunkline.ui.phone.internal.words.LineText;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.QualityText;

/** One call of the phone: who, what it does now, how it sounds, and what can be done with it. UI thread only. */
public final class LinePane {
    private static final int MARGIN = 8;
    private static final int SIGN = 14;

    private final Texts texts = PhoneWords.texts();
    private final LineText words = LineText.create();
    private final QualityText quality = QualityText.create();
    private final DeskPhone phone;
    private final UnaryOperator<String> named;
    private final Composite pane;
    private final Label party;
    private final Label timer;
    private final Label state;
    private final Label notice;
    private final Canvas sign;
    private final Label sound;
    private final Composite soundRow;
    private final Label figures;
    private final LevelBar levelIn;
    private final LevelBar levelOut;
    private final Button answer;
    private final Button hangUp;
    private final Button hold;
    private final Button mute;
    private final Button keys;
    private final Button transfer;
    private final Button park;
    private final Button conference;
    private final Button record;
    private final Keypad keypad;
    private final TransferRow transferRow;
    private final VideoPane video;
    private LineState line;
    private Tone tone = Tone.PLAIN;

    /**
     * @param named the name of a number; empty where it is not known
     * @param records opens the record of a call
     * @param refused told why something cannot be done
     */
    public LinePane(Composite parent, DeskPhone phone, LineState first, UnaryOperator<String> named, Consumer<LineState> records,
            Consumer<String> refused) {
        this.phone = phone;
        this.named = named;
        this.line = first;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(MARGIN, MARGIN).spacing(8, 4).applyTo(pane);
        var head = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(head);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(head);
        var picture = new CallerPicture(head, phone.callers(), this::arrange);
        party = label(head);
        party.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        timer = new Label(pane, SWT.RIGHT);
        timer.setFont(JFaceResources.getTextFont());
        GridDataFactory.fillDefaults().align(SWT.END, SWT.CENTER).hint(70, SWT.DEFAULT).applyTo(timer);
        var stateRow = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).spacing(6, 4).applyTo(stateRow);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(stateRow);
        state = label(stateRow);
        levelIn = new LevelBar(stateRow, texts.get("level.in"));
        levelOut = new LevelBar(stateRow, texts.get("level.out"));
        for (Control each : List.of(levelIn.control(), levelOut.control()))
            GridDataFactory.swtDefaults().exclude(true).applyTo(each);
        Palette.follow(state, palette -> state.setForeground(palette.muted()));
        notice = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(200, SWT.DEFAULT).exclude(true).applyTo(notice);

        soundRow = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(6, 4).applyTo(soundRow);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(soundRow);
        sign = new Canvas(soundRow, SWT.NO_FOCUS);
        GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.BEGINNING).indent(0, 2).hint(SIGN, SIGN).applyTo(sign);
        Palette.follow(sign, palette -> sign.redraw());
        sign.addListener(SWT.Paint, e -> SignShape.paint(e.gc, tone, Palette.of(sign.getDisplay()), 2, 2));
        sound = new Label(soundRow, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(200, SWT.DEFAULT).applyTo(sound);
        sound.setToolTipText(texts.get("line.quality.tip"));
        figures = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(200, SWT.DEFAULT).exclude(true).applyTo(figures);
        Palette.follow(figures, palette -> figures.setForeground(palette.muted()));

        var buttons = new Composite(pane, SWT.NONE);
        buttons.setLayout(RowLayoutFactory.swtDefaults().wrap(true).pack(true).spacing(4).create());
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(200, SWT.DEFAULT).applyTo(buttons);
        answer = button(buttons, "line.answer", () -> command(Phone::answer));
        hangUp = button(buttons, "line.hang-up", () -> command(Phone::hangUp));
        hold = button(buttons, "line.hold", () -> command((service, id) -> service.hold(id, !line.held())));
        mute = button(buttons, "line.mute", () -> command((service, id) -> service.mute(id, !line.muted())));
        keys = button(buttons, "line.keypad", () -> toggle(false));
        transfer = button(buttons, "line.transfer", () -> toggle(true));
        park = button(buttons, "line.park", () -> park(refused));
        conference = button(buttons, "line.together", this::together);
        record = button(buttons, "line.record", () -> records.accept(line));
        keypad = new Keypad(pane, key -> command((service, id) -> service.press(id, key)));
        GridDataFactory.fillDefaults().span(2, 1).exclude(true).applyTo(keypad.control());
        transferRow = new TransferRow(pane, phone, () -> line, refused);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).exclude(true).applyTo(transferRow.control());
        video = new VideoPane(pane, phone, first.id(), () -> words.party(line, named.apply(line.number())), this::arrange);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(video.control());
        for (Button each : List.of(answer, hangUp, hold, mute, keys, transfer, park, conference, record))
            each.addListener(SWT.KeyDown, e -> typed(e.character));
        if (!first.number().isEmpty() && !first.isConference())
            picture.ask(first.number());
        var edge = new Label(pane, SWT.SEPARATOR | SWT.HORIZONTAL);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(edge);
    }

    private static Label label(Composite parent) {
        var label = new Label(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(label);
        return label;
    }

    private Button button(Composite parent, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(texts.get(key));
        button.setData("field", key);
        button.setLayoutData(new RowData());
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    private void command(BiConsumer<Phone, String> command) {
        phone.command(service -> command.accept(service, line.id()));
    }

    /** Keys typed on a button of the call are tones, as on a telephone. */
    private void typed(char key) {
        if (line.state() == State.TALKING && Keypad.isKey(key))
            command((service, id) -> service.press(id, key));
    }

    private void toggle(boolean transfers) {
        InLayout.show(transferRow.control(), transfers && !transferRow.control().getVisible());
        InLayout.show(keypad.control(), !transfers && !keypad.control().getVisible());
        if (transferRow.control().getVisible())
            transferRow.focus();
        if (keypad.control().getVisible())
            keypad.control().setFocus();
        arrange();
    }

    /** In the first free slot of the node. */
    private void park(Consumer<String> refused) {
        transferRow.transfer(LineState.PARK, refused);
    }

    /** With the one other call, or with the one that is chosen; or out of a conference of this phone. */
    private void together() {
        if (line.together()) {
            command(Phone::separate);
            return;
        }
        var others = phone.known().state().map(all -> Lines.companions(all, line)).orElse(List.of());
        if (others.size() == 1) {
            together(others.getFirst());
            return;
        }
        var menu = new Menu(conference);
        for (LineState other : others) {
            var item = new MenuItem(menu, SWT.PUSH);
            item.setText(words.party(other, named.apply(other.number())).replace("&", "&&"));
            item.addListener(SWT.Selection, e -> together(other));
        }
        menu.addListener(SWT.Hide, e -> menu.getDisplay().asyncExec(menu::dispose));
        menu.setLocation(conference.toDisplay(0, conference.getSize().y));
        menu.setVisible(true);
    }

    private void together(LineState other) {
        phone.command(service -> service.conference(line.id(), other.id()));
    }

    private void arrange() {
        pane.getParent().layout(true, true);
        pane.getParent().notifyListeners(SWT.Resize, new Event());
    }

    public Control control() {
        return pane;
    }

    public LineState line() {
        return line;
    }

    /** The first button that is of use now. */
    public void focus() {
        if (answer.getVisible())
            answer.setFocus();
        else
            hangUp.setFocus();
    }

    /** @return whether it needs another size */
    public boolean show(LineState now, PhoneState all) {
        LineState before = line;
        line = now;
        boolean talking = now.state() == State.TALKING;
        boolean open = now.state() != State.ENDED;
        boolean rings = now.state() == State.RINGING && now.direction() == Direction.IN;
        InLayout.text(party, words.party(now, named.apply(now.number())));
        InLayout.text(state, account(now, all) + words.state(now));
        tick();
        InLayout.text(notice, now.notice().map(words.said()::of).orElse(""));
        boolean noticed = InLayout.show(notice, now.notice().isPresent());
        boolean moved = noticed | InLayout.show(answer, rings);
        moved |= InLayout.show(hangUp, open);
        moved |= InLayout.text(hangUp, texts.get(rings ? "line.decline" : talking ? "line.hang-up" : "line.cancel"));
        moved |= InLayout.show(hold, talking) | InLayout.show(mute, talking) | InLayout.show(keys, talking)
                | InLayout.show(transfer, rings || talking && !now.isConference());
        moved |= InLayout.text(transfer, texts.get(rings ? "line.forward" : "line.transfer"));
        moved |= InLayout.text(hold, texts.get(now.held() ? "line.resume" : "line.hold"));
        moved |= InLayout.text(mute, texts.get(now.muted() ? "line.unmute" : "line.mute"));
        moved |= InLayout.show(park, talking && !now.isConference());
        moved |= InLayout.show(conference, talking && (now.together() || !Lines.companions(all, now).isEmpty()));
        moved |= InLayout.text(conference, texts.get(now.together() ? "line.separate" : "line.together"));
        tip(conference, texts.get(now.together() ? "line.separate.tip" : "line.together.tip"));
        moved |= InLayout.show(record, talking || !open);
        offer(Lines.elsewhere(all, now));
        if (!talking)
            moved |= InLayout.show(keypad.control(), false);
        if (before.state() != now.state())
            moved |= InLayout.show(transferRow.control(), false);
        moved |= transferRow.show(rings, rings ? List.of() : Lines.others(all, now.id()), named);
        for (Control each : List.of(soundRow, figures, levelIn.control(), levelOut.control()))
            moved |= InLayout.show(each, now.quality().isPresent() && talking);
        moved |= now.quality().map(this::show).orElse(false);
        moved |= video.show(now);
        return moved || before.state() != now.state();
    }

    /** What only a node can do. @param elsewhere the server of a call that is at no node */
    private void offer(Optional<String> elsewhere) {
        for (Button each : List.of(park, record)) {
            tip(each, elsewhere.map(server -> texts.get("line.elsewhere", server)).orElseGet(() -> texts.get(each.getData("field") + ".tip")));
            each.setEnabled(elsewhere.isEmpty());
        }
        park.getParent().setToolTipText(elsewhere.map(server -> texts.get("line.elsewhere", server)).orElse(null)); // Windows has none on what is off
    }

    private static void tip(Button button, String text) {
        if (!text.equals(button.getToolTipText()))
            button.setToolTipText(text);
    }

    /** Which account, where there are several. */
    private String account(LineState now, PhoneState all) {
        return all.accounts().size() < 2 ? "" : all.accounts().stream().map(a -> a.account()).filter(a -> a.id().equals(now.account()))
                .findFirst().map(a -> a.user() + '@' + a.domain() + ": ").orElse("");
    }

    /** @return whether its texts need more lines than they have, or fewer */
    private boolean show(SoundQuality now) {
        boolean moved = InLayout.wrapped(sound, quality.of(now)) | InLayout.wrapped(figures, String.join("\n", quality.figures(now)));
        Tone next = quality.tone(now);
        if (next != tone) {
            tone = next;
            sign.redraw();
        }
        levelIn.show(now.in().level());
        levelOut.show(now.out().level());
        return moved;
    }

    /** The timer alone. */
    public void tick() {
        InLayout.text(timer, words.timer(line, Instant.now()));
    }
}
