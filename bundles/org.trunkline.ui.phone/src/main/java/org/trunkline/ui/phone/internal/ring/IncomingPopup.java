package org.trunkline.ui.phone.internal.ring;

import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.keys.IBindingService;
import org.trunkline.phone.LineState;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.phone.internal.desk.CallerContacts;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.picture.CallerPicture;
import org.trunkline.ui.phone.internal.words.LineText;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Says in a corner of the screen who calls. It leaves the keyboard where it is: commands answer and decline. UI thread only. */
final class IncomingPopup {
    private static final String ANSWER = "org.trunkline.ui.phone.answer";
    private static final String DECLINE = "org.trunkline.ui.phone.hangUp";

    private final Texts texts = PhoneWords.texts();
    private final CornerPopup popup;
    private final Label party;

    private IncomingPopup(Shell window, DeskPhone phone, LineState line, String account) {
        String who = LineText.create().party(line);
        popup = new CornerPopup(window, texts.get("incoming.title", who), spoken(who, account));
        var page = popup.page();
        var head = new Label(page, SWT.NONE);
        head.setText(account.isEmpty() ? texts.get("incoming.head") : texts.get("incoming.head.account", account));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(head);
        var caller = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(caller);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(caller);
        var picture = new CallerPicture(caller, phone.callers(), popup::fit);
        party = new Label(caller, SWT.WRAP);
        party.setText(who.replace("&", "&&"));
        party.setFont(JFaceResources.getHeaderFont());
        GridDataFactory.fillDefaults().grab(true, false).hint(CornerPopup.LEAST_WIDTH - 2 * CornerPopup.MARGIN, SWT.DEFAULT).applyTo(party);
        var buttons = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).equalWidth(true).applyTo(buttons);
        GridDataFactory.fillDefaults().grab(true, false).indent(0, 4).applyTo(buttons);
        button(buttons, "incoming.answer", () -> phone.command(service -> service.answer(line.id())));
        button(buttons, "incoming.decline", () -> phone.command(service -> service.hangUp(line.id())));
        var hint = new Label(page, SWT.NONE);
        hint.setText(key(ANSWER).flatMap(answer -> key(DECLINE).map(decline -> texts.get("incoming.keys", answer, decline))).orElse(""));
        Palette.follow(page, palette -> {
            for (Control each : List.of(page, head, caller, picture.control(), party, buttons, hint))
                each.setBackground(palette.background());
            for (Control each : List.of(head, party))
                each.setForeground(palette.foreground());
            hint.setForeground(palette.muted());
        });
        if (line.name().isEmpty() && !line.number().isEmpty())
            name(phone.callers(), line.number(), account);
        if (!line.number().isEmpty())
            picture.ask(line.number());
    }

    /** What a screen reader says. @param account empty where there is one alone */
    private String spoken(String who, String account) {
        return account.isEmpty() ? texts.get("incoming.spoken", who) : texts.get("incoming.spoken.account", who, account);
    }

    private Button button(Composite parent, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH | SWT.NO_FOCUS));
        button.setText(texts.get(key));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** Of the command, as it is bound now. */
    private static Optional<String> key(String command) {
        return Optional.ofNullable(PlatformUI.getWorkbench().getService(IBindingService.class).getBestActiveBindingFormattedFor(command));
    }

    /** The name of a contact, where the call brought none. */
    private void name(CallerContacts callers, String number, String account) {
        var active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        callers.ask(() -> !party.isDisposed(),
                contacts -> contacts.find(number, active.node()).map(Contact::name).filter(name -> !name.equals(number)),
                name -> UiThread.post(popup.shell(), () -> {
                    String who = name + "  " + number;
                    party.setText(who.replace("&", "&&"));
                    popup.rename(texts.get("incoming.title", who), spoken(who, account));
                    popup.fit();
                }));
    }

    /** @param place from 0 */
    static IncomingPopup open(Shell window, DeskPhone phone, LineState line, String account, int place) {
        var popup = new IncomingPopup(window, phone, line, account);
        popup.popup.showBelow(place);
        return popup;
    }

    void close() {
        popup.close();
    }
}
