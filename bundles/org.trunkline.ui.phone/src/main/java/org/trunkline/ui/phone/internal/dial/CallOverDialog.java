package org.trunkline.ui.phone.internal.dial;

import java.time.Instant;
import java.util.Optional;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.Trials.Caller;
import org.trunkline.api.node.Trials.RouteQuestion;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.ConnectedText;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/**
 * Calls a number over a trunk that the user chooses: the node rings the phones of a subscriber first, which is that of this desk
 * where it is one. Leaves the rest of the desk usable. UI thread only.
 */
public final class CallOverDialog extends Dialog {
    private static final int CALL = IDialogConstants.CLIENT_ID;
    private static final int WIDTH = 440;
    private static final int RESULT_LINES = 3;

    private final Texts texts = PhoneWords.texts();
    private final ActiveNode active;
    private final String number;
    private Optional<Widgets> widgets = Optional.empty();
    /** What the trunks are listed for: number and subscriber. */
    private String listed = "";

    private record Widgets(NodeJobs jobs, Text number, Combo trunk, Text subscriber, Label result) {}

    private CallOverDialog(Shell shell, ActiveNode active, String number) {
        super(shell);
        this.active = active;
        this.number = number;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    /** @param number to call; empty to type it */
    public static void open(Shell shell, ActiveNode active, String number) {
        new CallOverDialog(shell, active, number).open();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("over.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().numColumns(2).spacing(10, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var hint = new Label(page, SWT.WRAP);
        hint.setText(texts.get("over.hint"));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(WIDTH, SWT.DEFAULT).applyTo(hint);
        var called = field(page, "over.number", new Text(page, SWT.BORDER));
        called.setText(number);
        var trunk = field(page, "over.trunk", new Combo(page, SWT.READ_ONLY));
        trunk.setToolTipText(texts.get("over.trunk.tip"));
        var subscriber = field(page, "over.subscriber", new Text(page, SWT.BORDER));
        subscriber.setToolTipText(texts.get("over.subscriber.tip"));
        subscriber.setText(DeskPhone.get().ownUser().orElse(""));
        var result = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false)
                .hint(WIDTH, RESULT_LINES * result.computeSize(SWT.DEFAULT, SWT.DEFAULT).y).applyTo(result);
        var made = new Widgets(new NodeJobs(active, page), called, trunk, subscriber, result);
        widgets = Optional.of(made);
        called.addListener(SWT.FocusOut, e -> list(made));
        subscriber.addListener(SWT.FocusOut, e -> list(made));
        list(made);
        return page;
    }

    private <C extends Control> C field(Composite page, String key, C control) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
        label.moveAbove(control);
        AccessibleName.of(control, texts.get(key));
        control.setData("field", key);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(control);
        return control;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, CALL, texts.get("phone.call"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CLOSE_LABEL, false);
    }

    @Override
    protected void buttonPressed(int button) {
        if (button == CALL)
            widgets.ifPresent(this::call);
        else
            close();
    }

    // ---- trunks

    /** Again where number or subscriber changed. */
    private void list(Widgets w) {
        String called = w.number().getText().strip();
        String subscriber = w.subscriber().getText().strip();
        String now = called + '\n' + subscriber;
        if (now.equals(listed))
            return;
        listed = now;
        w.jobs().read(texts.get("over.trunk"), (node, _) -> TrunkChoice.of(node.trunks().list(Optional.empty(), EntryFilter.MAX_LIMIT).items(),
                trial(node, called, subscriber)), choice -> {
                    if (listed.equals(now))
                        show(w, choice);
                }, failure -> say(failure.message()));
    }

    /** Where the routes lead; nothing where there is no such subscriber. */
    private static Optional<RouteTrial> trial(Node node, String called, String subscriber) throws NodeUnavailableException {
        return called.isEmpty() || subscriber.isEmpty() || node.subscribers().find(subscriber).isEmpty() ? Optional.empty()
                : Optional.of(node.trials().route(new RouteQuestion(called, new Caller(Optional.of(subscriber), Optional.empty()), "", Instant.now(), false)));
    }

    private void show(Widgets w, TrunkChoice choice) {
        String chosen = w.trunk().getText();
        w.trunk().setItems(choice.names().toArray(String[]::new));
        int again = choice.names().indexOf(chosen);
        w.trunk().select(again >= 0 ? again : choice.names().isEmpty() ? -1 : 0);
        if (choice.names().isEmpty())
            say(texts.get("over.no-trunk"));
    }

    // ---- the call

    private void call(Widgets w) {
        String trunk = w.trunk().getText();
        var draft = new CallDraft(w.subscriber().getText().strip(), w.number().getText().strip());
        if (trunk.isEmpty()) {
            say(texts.get("over.no-trunk"));
            return;
        }
        DeskPhone.get().recent().called(draft.number());
        DeskPhone.get().leaveToOthers(draft.subscriber());
        w.jobs().run(texts.get("over.calling", draft.number(), trunk), (node, _) -> node.calls().connectOver(trunk, draft),
                outcome -> say(ConnectedText.of(draft, outcome)), failure -> say(failure.message()));
    }

    private void say(String what) {
        widgets.filter(w -> !w.result().isDisposed()).ifPresent(w -> w.result().setText(what));
    }
}
