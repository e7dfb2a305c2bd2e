package org.trunkline.ui.internal.node;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.IMessageProvider;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.dialogs.TitleAreaDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.internal.StatusWords;

/** Embedded or remote. Connecting is a job; the dialog stays until it has worked, with what went wrong in words. */
final class ConnectDialog extends TitleAreaDialog {
    private static final Set<String> CERTIFICATE_PROBLEMS = Set.of("untrusted-certificate", "other-certificate");

    private final Texts texts = Texts.of(StatusWords.class);
    private final ActiveNode active;
    private final RemoteNodes remotes;
    private Optional<Form> form = Optional.empty();
    private Optional<Job> running = Optional.empty();

    private record Form(Button embedded, Button remote, Text url, Text token, ProgressBar progress) {}

    ConnectDialog(Shell shell, ActiveNode active) {
        super(shell);
        this.active = active;
        remotes = new RemoteNodes(active);
        setHelpAvailable(false);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("connect.title"));
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        setTitle(texts.get("connect.title"));
        setMessage(texts.get("connect.message"));
        var area = (Composite) super.createDialogArea(parent);
        var page = new Composite(area, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(page);
        GridLayoutFactory.swtDefaults().numColumns(2).margins(12, 12).spacing(10, 8).applyTo(page);
        Button embedded = choice(page, "connect.embedded");
        Button remote = choice(page, "connect.remote");
        Text url = field(page, "connect.url", SWT.BORDER);
        url.setMessage("https://192.0.2.10:8060");
        Text token = field(page, "connect.token", SWT.BORDER | SWT.PASSWORD);
        token.setToolTipText(texts.get("connect.token.tip"));
        var progress = new ProgressBar(page, SWT.INDETERMINATE);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(progress);
        progress.setVisible(false);
        form = Optional.of(new Form(embedded, remote, url, token, progress));
        fill(form.get());
        return area;
    }

    private Button choice(Composite page, String key) {
        var button = new Button(page, SWT.RADIO);
        button.setText(texts.get(key));
        GridDataFactory.fillDefaults().span(2, 1).applyTo(button);
        button.addListener(SWT.Selection, e -> validate());
        return button;
    }

    private Text field(Composite page, String key, int style) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
        GridDataFactory.swtDefaults().indent(20, 0).applyTo(label);
        var text = new Text(page, style);
        GridDataFactory.fillDefaults().grab(true, false).hint(360, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> validate());
        return text;
    }

    private void fill(Form f) {
        String last = remotes.rememberedUrl();
        boolean none = active.state().reach() == NodeState.Reach.NONE;
        f.embedded().setEnabled(!none);
        f.remote().setSelection(none || !last.isEmpty());
        f.embedded().setSelection(!none && last.isEmpty());
        f.url().setText(last);
        if (last.isEmpty())
            return;
        Job.create(texts.get("connect.title"), monitor -> {
            Optional<String> token = RemoteNodes.token(last);
            UiThread.post(f.token(), () -> token.filter(t -> f.token().getText().isEmpty())
                    .ifPresent(f.token()::setText));
            return Status.OK_STATUS;
        }).schedule();
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.CLIENT_ID, texts.get("connect.test"), false)
                .addListener(SWT.Selection, e -> form.ifPresent(f -> start(f, true)));
        createButton(parent, IDialogConstants.OK_ID, texts.get("connect.connect"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("connect.cancel"), false);
        validate();
    }

    private void validate() {
        form.ifPresent(f -> {
            boolean remote = f.remote().getSelection();
            f.url().setEnabled(remote);
            f.token().setEnabled(remote);
            boolean badUrl = remote && NodeAddress.parse(f.url().getText()).isEmpty();
            boolean noToken = remote && f.token().getText().isBlank();
            boolean typed = !f.url().getText().isBlank();
            setErrorMessage(badUrl && typed ? texts.get("connect.bad-url", f.url().getText().strip()) : null);
            setMessage(texts.get("connect.message"));
            enable(IDialogConstants.OK_ID, !badUrl && !noToken);
            enable(IDialogConstants.CLIENT_ID, remote && !badUrl && !noToken);
        });
    }

    private void enable(int id, boolean enabled) {
        Button button = getButton(id);
        if (button != null)
            button.setEnabled(enabled);
    }

    @Override
    protected void okPressed() {
        form.ifPresent(f -> {
            if (f.embedded().getSelection()) {
                active.useEmbedded();
                remotes.rememberEmbedded();
                super.okPressed();
            } else {
                start(f, false);
            }
        });
    }

    private void start(Form f, boolean onlyTest) {
        Optional<URI> url = NodeAddress.parse(f.url().getText());
        if (url.isEmpty())
            return;
        String token = f.token().getText().strip();
        busy(f, true);
        setErrorMessage(null);
        setMessage(texts.get("connect.trying", url.get()));
        running = Optional.of(Job.create(texts.get("connect.job", url.get()), monitor -> {
            Optional<NodeUnavailableException> problem = attempt(url.get(), token, onlyTest, monitor);
            UiThread.post(f.url(), () -> ended(f, problem, onlyTest));
            return Status.OK_STATUS;
        }));
        running.get().schedule();
    }

    /** Tried before it is taken: a user who cancels meanwhile keeps the present node. */
    private Optional<NodeUnavailableException> attempt(URI url, String token, boolean onlyTest, IProgressMonitor monitor) {
        try {
            active.test(url, token);
            if (!onlyTest && !monitor.isCanceled())
                remotes.connect(url, token);
            return Optional.empty();
        } catch (NodeUnavailableException e) {
            return Optional.of(e);
        }
    }

    private void ended(Form f, Optional<NodeUnavailableException> problem, boolean onlyTest) {
        busy(f, false);
        if (problem.filter(this::userTrusts).isPresent()) {
            f.url().setText(problem.get().args().getFirst() + "#sha256=" + problem.get().args().get(1));
            start(f, onlyTest);
        } else if (problem.isPresent()) {
            setErrorMessage(StateText.create().of(problem.get()));
        } else if (onlyTest) {
            setMessage(texts.get("connect.works"), IMessageProvider.INFORMATION);
        } else {
            super.okPressed();
        }
    }

    /** Where only the certificate is in the way: the user compares its fingerprint with the node's. */
    private boolean userTrusts(NodeUnavailableException problem) {
        if (!CERTIFICATE_PROBLEMS.contains(problem.code()) || problem.args().size() < 3)
            return false;
        return MessageDialog.open(MessageDialog.QUESTION, getShell(), texts.get("connect.trust.title"),
                texts.get("connect.trust." + problem.code(), problem.args().toArray()), SWT.SHEET,
                texts.get("connect.trust.yes"), texts.get("connect.cancel")) == 0;
    }

    private void busy(Form f, boolean busy) {
        f.progress().setVisible(busy);
        enable(IDialogConstants.OK_ID, !busy);
        enable(IDialogConstants.CLIENT_ID, !busy);
    }

    @Override
    public boolean close() {
        running.ifPresent(Job::cancel);
        return super.close();
    }
}
