package org.trunkline.ui.phone.internal.dial;

import java.util.Optional;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.ConnectedText;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Has the phones of a subscriber rung and a number called for it. Stays open, for the next. */
final class ConnectDialog extends Dialog {
    private static final int CALL = IDialogConstants.CLIENT_ID;
    private static final int WIDTH = 420;
    private static final int RESULT_LINES = 2;

    private final Texts texts = PhoneWords.texts();
    private final ActiveNode active;
    private final String subscriber;
    private Optional<Widgets> widgets = Optional.empty();

    private record Widgets(NodeJobs jobs, DialField dial, Label result) {}

    ConnectDialog(Shell shell, ActiveNode active, String subscriber) {
        super(shell);
        this.active = active;
        this.subscriber = subscriber;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("connect.title", subscriber));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().spacing(10, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var hint = new Label(page, SWT.WRAP);
        hint.setText(texts.get("connect.hint", subscriber));
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, SWT.DEFAULT).applyTo(hint);
        var number = new Text(page, SWT.BORDER);
        number.setData("field", "connect.number");
        AccessibleName.of(number, texts.get("dial.hint"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(number);
        var result = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false)
                .hint(WIDTH, RESULT_LINES * result.computeSize(SWT.DEFAULT, SWT.DEFAULT).y).applyTo(result);
        widgets = Optional.of(new Widgets(new NodeJobs(active, page), DialField.install(number, this::connect), result));
        return page;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, CALL, texts.get("phone.call"), false);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CLOSE_LABEL, false);
    }

    @Override
    protected void buttonPressed(int button) {
        if (button == CALL)
            widgets.ifPresent(w -> w.dial().call());
        else
            close();
    }

    private void connect(String number) {
        var draft = new CallDraft(subscriber, number);
        DeskPhone.get().leaveToOthers(subscriber);
        widgets.ifPresent(w -> w.jobs().run(texts.get("find.call", number), (node, _) -> node.calls().connect(draft),
                outcome -> say(ConnectedText.of(draft, outcome)), failure -> say(failure.message())));
    }

    private void say(String what) {
        widgets.filter(w -> !w.result().isDisposed()).ifPresent(w -> w.result().setText(what));
    }
}
