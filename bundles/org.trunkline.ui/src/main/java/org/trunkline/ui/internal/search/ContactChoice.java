package org.trunkline.ui.internal.search;

import java.util.List;
import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.Contacts;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.look.ChoicePopup;

/** Suggests contacts by name while somebody types into a field. UI thread only. */
final class ContactChoice {
    private static final int SETTLE_MS = 250;
    private static final int MOST = 8;
    private static final int LEAST = 2;

    private final Text field;
    private final ActiveNode active;
    private final Contacts contacts = new Contacts();
    private final Consumer<Contact> chosen;
    private final ChoicePopup popup;
    private List<Contact> shown = List.of();
    private int turn;

    ContactChoice(Text field, ActiveNode active, Consumer<Contact> chosen) {
        this.field = field;
        this.active = active;
        this.chosen = chosen;
        popup = new ChoicePopup(field, this::choose);
        field.addListener(SWT.Modify, e -> typed());
        field.addListener(SWT.KeyDown, e -> {
            boolean arrow = e.keyCode == SWT.ARROW_DOWN || e.keyCode == SWT.ARROW_UP;
            if (popup.isOpen() && arrow) {
                popup.move(e.keyCode == SWT.ARROW_DOWN ? 1 : -1);
                e.doit = false;
            } else if (popup.isOpen() && e.keyCode == SWT.ESC) {
                popup.close();
                e.doit = false;
            }
        });
    }

    /** Takes the contact chosen by the keyboard, if there is one. @return whether there was */
    boolean take() {
        boolean any = popup.isOpen() && popup.selected() >= 0;
        if (any)
            choose(popup.selected());
        popup.close();
        return any;
    }

    private void choose(int index) {
        turn++;
        popup.close();
        if (index < shown.size())
            chosen.accept(shown.get(index));
    }

    private void typed() {
        int mine = ++turn;
        String text = field.getText().strip();
        if (!isName(text)) {
            popup.close();
            return;
        }
        UiThread.later(field, SETTLE_MS, () -> {
            if (mine == turn)
                search(mine, text);
        });
    }

    /** Numbers and queries are searched for as they are. */
    static boolean isName(String text) {
        return text.length() >= LEAST && text.chars().noneMatch(c -> ":*?\"()[]<>=".indexOf(c) >= 0)
                && text.chars().anyMatch(Character::isLetter);
    }

    private void search(int mine, String text) {
        var job = Job.create(text, (IProgressMonitor monitor) -> {
            List<Contact> found = contacts.search(text, MOST, active.node());
            UiThread.post(field, () -> {
                if (mine == turn && field.isFocusControl())
                    show(found);
            });
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.schedule();
    }

    private void show(List<Contact> found) {
        shown = found;
        popup.open(found.stream().map(ContactChoice::label).toList(), 0, field.getSize().x);
    }

    private static String label(Contact contact) {
        String name = contact.name().equals(contact.number()) ? contact.name() : contact.name() + "  " + contact.number();
        return contact.detail().isEmpty() ? name : name + "  " + contact.detail();
    }
}
