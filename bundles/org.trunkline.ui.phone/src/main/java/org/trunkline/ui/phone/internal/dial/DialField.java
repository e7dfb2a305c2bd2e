package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.function.Consumer;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.Contacts;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.look.ChoicePopup;
import org.trunkline.ui.look.ChoicePopup.Choice;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.desk.RecentNumbers;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** A field for a number or a name, which offers contacts, subscribers and recent numbers as somebody types. UI thread only. */
public final class DialField {
    private static final int SETTLE_MS = 120;
    private static final int MOST = 8;

    private final Text field;
    private final Consumer<String> called;
    private final ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
    private final Contacts contacts = new Contacts();
    private final RecentNumbers recent = DeskPhone.get().recent();
    private final ChoicePopup popup;
    private List<Contact> offered = List.of();
    private int turn;
    private boolean enter;

    private DialField(Text field, Consumer<String> called) {
        this.field = field;
        this.called = called;
        popup = new ChoicePopup(field, index -> call(index));
    }

    /** @param called given what Enter, or a click on an offer, calls; the field is empty then */
    public static DialField install(Text field, Consumer<String> called) {
        var dial = new DialField(field, called);
        field.setMessage(PhoneWords.texts().get("dial.hint"));
        field.addListener(SWT.Modify, e -> dial.typed());
        field.addListener(SWT.KeyDown, dial::pressed);
        field.addListener(SWT.DefaultSelection, e -> {
            if (e.detail != SWT.CANCEL)
                dial.enter();
        });
        return dial;
    }

    private void pressed(Event e) {
        if (e.keyCode == SWT.ARROW_DOWN && !popup.isOpen() && field.getText().isBlank()) {
            e.doit = false;
            show(recent.all()); // redial without typing
            return;
        }
        popup.pressed(e);
    }

    private void typed() {
        int mine = ++turn;
        enter = false;
        offered = List.of();
        if (field.getText().isBlank()) {
            popup.close();
            return;
        }
        UiThread.later(field, SETTLE_MS, () -> {
            if (mine == turn)
                find(mine, field.getText().strip());
        });
    }

    /** In a job: sources of contacts may ask elsewhere. */
    private void find(int mine, String text) {
        var job = Job.create(text, monitor -> {
            var found = recent.with(contacts.search(text, MOST, active.node()), text, MOST);
            UiThread.post(field, () -> {
                if (mine != turn)
                    return;
                show(found);
                if (enter)
                    call(-1);
            });
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }

    private void show(List<Contact> found) {
        offered = found;
        var choices = found.stream().map(c -> new Choice("", c.name(),
                (c.name().equals(c.number()) ? c.detail() : c.number() + "  " + c.detail()).strip())).toList();
        if (field.isFocusControl() && !enter)
            popup.openChoices(choices, field.getSize().x);
    }

    /** A name waits for what it is the name of; a number does not. */
    private void enter() {
        String text = field.getText().strip();
        if (text.isEmpty() && popup.selected() < 0)
            return;
        if (offered.isEmpty() && !popup.isOpen() && turn > 0 && text.chars().anyMatch(Character::isLetter) && text.indexOf('@') < 0
                && !enter) {
            enter = true;
            find(turn, text);
        } else {
            call(popup.isOpen() ? popup.selected() : -1);
        }
    }

    /** @param index of the offers; negative for the text */
    private void call(int index) {
        String target = DialTarget.of(field.getText(), offered, index);
        popup.close();
        if (target.isEmpty())
            return;
        turn++;
        enter = false;
        offered = List.of();
        field.setText("");
        called.accept(target);
    }

    /** As Enter does. */
    public void call() {
        enter();
    }
}
