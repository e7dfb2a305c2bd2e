package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Has the phones of a subscriber rung, of which one listens to a live call: this desk's own phone unless another is chosen. */
final class ListenDialog extends Dialog {
    private static final int LISTEN = IDialogConstants.CLIENT_ID;
    private static final int WIDTH = 420;
    private static final int RESULT_LINES = 3;
    /** Offered in the list; others can be typed. */
    private static final int MOST = 1000;

    private final Texts texts = PhoneWords.texts();
    private final ActiveNode active;
    private final LiveCall call;
    private Optional<Widgets> widgets = Optional.empty();

    private record Widgets(NodeJobs jobs, Combo subscriber, Label result) {}

    private ListenDialog(Shell shell, ActiveNode active, LiveCall call) {
        super(shell);
        this.active = active;
        this.call = call;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    static void open(Shell shell, ActiveNode active, LiveCall call) {
        var dialog = new ListenDialog(shell, active, call);
        dialog.open();
        dialog.load();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("listen.title", call.from().normalised(), call.to().normalised()));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().numColumns(2).spacing(10, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var hint = new Label(page, SWT.WRAP);
        hint.setText(texts.get("listen.hint"));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(WIDTH, SWT.DEFAULT).applyTo(hint);
        new Label(page, SWT.NONE).setText(texts.get("listen.phone"));
        var subscriber = new Combo(page, SWT.DROP_DOWN);
        subscriber.setData("field", "listen.subscriber");
        AccessibleName.of(subscriber, texts.get("listen.phone"));
        subscriber.setText(DeskPhone.get().ownUser().orElse(""));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(subscriber);
        var result = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false)
                .hint(WIDTH, RESULT_LINES * result.computeSize(SWT.DEFAULT, SWT.DEFAULT).y).applyTo(result);
        widgets = Optional.of(new Widgets(new NodeJobs(active, page), subscriber, result));
        return page;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, LISTEN, texts.get("listen.listen"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CLOSE_LABEL, false);
    }

    @Override
    protected void buttonPressed(int button) {
        if (button == LISTEN)
            widgets.ifPresent(this::listen);
        else
            close();
    }

    private void load() {
        widgets.ifPresent(w -> w.jobs().read(texts.get("listen.phone"),
                (node, _) -> node.subscribers().list(Optional.empty(), MOST).items().stream().map(Subscriber::username).toList(),
                names -> offer(w.subscriber(), names), failure -> say(failure.message())));
    }

    private static void offer(Combo subscriber, List<String> names) {
        String typed = subscriber.getText();
        subscriber.setItems(names.toArray(String[]::new));
        subscriber.setText(typed);
    }

    private void listen(Widgets w) {
        String subscriber = w.subscriber().getText().strip();
        DeskPhone.get().leaveToOthers(subscriber);
        w.jobs().run(texts.get("listen.listen"), (node, _) -> node.calls().listen(call.id(), subscriber), outcome -> say(said(subscriber, outcome)),
                failure -> say(failure.message()));
    }

    private String said(String subscriber, SaveResult<CallId> outcome) {
        return switch (outcome) {
            case SaveResult.Saved<CallId> _ -> texts.get("listen.rings", subscriber);
            case SaveResult.Rejected<CallId>(var errors) -> errors.stream().map(new ErrorText()::sentence).collect(Collectors.joining("\n"));
            case SaveResult.Missing<CallId> _ -> texts.get("listen.gone");
            case SaveResult.InUse<CallId> _ -> throw new IllegalStateException("a call changes no entry");
        };
    }

    private void say(String what) {
        widgets.filter(w -> !w.result().isDisposed()).ifPresent(w -> w.result().setText(what.replace("&", "&&")));
    }
}
