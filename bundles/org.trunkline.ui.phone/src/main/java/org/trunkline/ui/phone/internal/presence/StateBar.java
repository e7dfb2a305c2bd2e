package org.trunkline.ui.phone.internal.presence;

import java.util.List;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;
import org.trunkline.ui.phone.internal.words.PresenceText;

/** My state: a choice, and a note that others read beside it. UI thread only. */
public final class StateBar {
    /** In the order offered. */
    public static final List<Presence> CHOICES = List.of(Presence.AVAILABLE, Presence.BUSY, Presence.AWAY, Presence.DO_NOT_DISTURB, Presence.OFFLINE);

    private final DeskPhone phone;
    private final Combo state;
    private final Text note;
    private String shownNote = "";

    public StateBar(Composite parent, DeskPhone phone) {
        this.phone = phone;
        Texts texts = PhoneWords.texts();
        var row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(row);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(row);
        state = new Combo(row, SWT.READ_ONLY);
        state.setItems(CHOICES.stream().map(each -> label(texts, each)).toArray(String[]::new));
        state.setToolTipText(texts.get("own.state.tip"));
        state.setData("field", "own.state");
        AccessibleName.of(state, texts.get("own.state"));
        state.addListener(SWT.Selection, e -> phone.own().choose(CHOICES.get(Math.max(0, state.getSelectionIndex()))));
        note = new Text(row, SWT.BORDER);
        note.setMessage(texts.get("own.note"));
        note.setToolTipText(texts.get("own.note.tip"));
        note.setTextLimit(UserPresence.LONGEST_NOTE);
        note.setData("field", "own.note");
        AccessibleName.of(note, texts.get("own.note"));
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(note);
        note.addListener(SWT.DefaultSelection, e -> keepNote());
        note.addListener(SWT.FocusOut, e -> keepNote());
    }

    /** As offered: who chooses to look offline is not. */
    public static String label(Texts texts, Presence presence) {
        return presence == Presence.OFFLINE ? texts.get("own.offline") : new PresenceText(texts).word(presence);
    }

    private void keepNote() {
        phone.own().note(note.getText());
    }

    /** @param doNotDisturb whether the phone rejects calls, whatever was chosen */
    public void show(UserPresence chosen, boolean doNotDisturb) {
        int index = CHOICES.indexOf(doNotDisturb ? Presence.DO_NOT_DISTURB : chosen.presence());
        if (state.getSelectionIndex() != index)
            state.select(index);
        if (!shownNote.equals(chosen.note()) || !note.isFocusControl() && !note.getText().equals(chosen.note()))
            note.setText(chosen.note());
        shownNote = chosen.note();
    }
}
