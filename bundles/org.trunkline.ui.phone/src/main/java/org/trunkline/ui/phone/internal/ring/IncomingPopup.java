package org.trunkline.ui.phone.internal.ring;

import java.util.Optional;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.keys.IBindingService;
import org.trunkline.phone.LineState;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.Contacts;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.LineText;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/**
 * Says in a corner of the screen who calls. It leaves the keyboard where it is: the command answers from the desk, and once the
 * window is chosen its buttons have mnemonics. Closed, it leaves the call ringing in the Phone view. UI thread only.
 */
final class IncomingPopup {
    private static final int MARGIN = 14;
    private static final int LEAST_WIDTH = 340;
    private static final int EDGE = 24;
    private static final String ANSWER = "org.trunkline.ui.phone.answer";

    private final Texts texts = PhoneWords.texts();
    private final Shell shell;
    private final Label party;

    private IncomingPopup(Display display, DeskPhone phone, LineState line, String account) {
        String who = LineText.create().party(line);
        shell = new Shell(display, SWT.TITLE | SWT.CLOSE | SWT.ON_TOP | SWT.NO_FOCUS);
        shell.setText(texts.get("incoming.title", who));
        GridLayoutFactory.fillDefaults().margins(MARGIN, MARGIN).spacing(6, 6).applyTo(shell);
        alert(account.isEmpty() ? texts.get("incoming.spoken", who) : texts.get("incoming.spoken.account", who, account));
        party = new Label(shell, SWT.WRAP);
        party.setText(who.replace("&", "&&"));
        party.setFont(JFaceResources.getHeaderFont());
        GridDataFactory.fillDefaults().grab(true, false).hint(LEAST_WIDTH - 2 * MARGIN, SWT.DEFAULT).applyTo(party);
        var detail = new Label(shell, SWT.WRAP);
        detail.setText(account.isEmpty() ? texts.get("incoming.calls") : texts.get("incoming.calls.account", account));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(detail);
        var buttons = new Composite(shell, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).equalWidth(true).applyTo(buttons);
        GridDataFactory.fillDefaults().grab(true, false).indent(0, 4).applyTo(buttons);
        Button answer = button(buttons, "incoming.answer", () -> phone.command(service -> service.answer(line.id())));
        key().ifPresent(key -> answer.setToolTipText(texts.get("incoming.key", key)));
        button(buttons, "incoming.decline", () -> phone.command(service -> service.hangUp(line.id())));
        var hint = new Label(shell, SWT.NONE);
        hint.setText(key().map(key -> texts.get("incoming.key", key)).orElse(""));
        Palette.follow(hint, palette -> hint.setForeground(palette.muted()));
        shell.setDefaultButton(answer);
        if (line.name().isEmpty() && !line.number().isEmpty())
            name(line.number());
    }

    private void alert(String spoken) {
        shell.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = spoken;
            }
        });
        shell.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent e) {
                if (e.childID == ACC.CHILDID_SELF)
                    e.detail = ACC.ROLE_ALERT;
            }
        });
    }

    private Button button(Composite parent, String key, Runnable action) {
        var button = NativeLook.of(new Button(parent, SWT.PUSH));
        button.setText(texts.get(key));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** Of the command, as it is bound now. */
    private static Optional<String> key() {
        return Optional.ofNullable(PlatformUI.getWorkbench().getService(IBindingService.class).getBestActiveBindingFormattedFor(ANSWER));
    }

    /** The name of a contact, where the call brought none. */
    private void name(String number) {
        var active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        var job = Job.create(number, monitor -> {
            new Contacts().find(number, active.node()).map(Contact::name).filter(name -> !name.equals(number))
                    .ifPresent(name -> UiThread.post(shell, () -> {
                        party.setText((name + "  " + number).replace("&", "&&"));
                        shell.setText(texts.get("incoming.title", name));
                        fit();
                    }));
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.schedule();
    }

    /** @param place how many pop-ups there are already */
    static IncomingPopup open(Display display, DeskPhone phone, LineState line, String account, int place) {
        var popup = new IncomingPopup(display, phone, line, account);
        popup.fit();
        Rectangle screen = display.getPrimaryMonitor().getClientArea();
        Point size = popup.shell.getSize();
        popup.shell.setLocation(screen.x + screen.width - size.x - EDGE,
                Math.max(screen.y, screen.y + screen.height - (place + 1) * (size.y + EDGE)));
        popup.shell.setVisible(true); // not opened: that would take the keyboard
        return popup;
    }

    private void fit() {
        Point natural = shell.computeSize(LEAST_WIDTH, SWT.DEFAULT);
        shell.setSize(Math.max(LEAST_WIDTH, natural.x), natural.y);
    }

    void close() {
        if (!shell.isDisposed())
            shell.dispose();
    }
}
