package org.trunkline.ui.phone.internal.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.account.SubscriberAccount.Outcome;
import org.trunkline.ui.phone.internal.account.SubscriberAccount.Wanted;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Makes this desk a phone of a subscriber of the node: one that there is, or a new one. The desk stays usable. UI thread only. */
public final class SubscriberDialog extends Dialog {
    private static final int WIDTH = 440;
    /** Listed at first; what is typed finds the others. */
    private static final int MOST = 200;
    private static final int SETTLE_MS = 150;

    private final Texts texts = PhoneWords.texts();
    private final ActiveNode active;
    private final DeskPhone phone;
    private final Consumer<String> refused;
    private List<Choice> choices = List.of();
    private boolean filling;
    private int turn;
    private Optional<Widgets> widgets = Optional.empty();

    /** @param phones that are registered as the subscriber now */
    private record Choice(Subscriber subscriber, long phones) {
        String label() {
            return subscriber.displayName().isEmpty() ? subscriber.username() : subscriber.username() + "  " + subscriber.displayName();
        }

        boolean isMeant(String text) {
            return text.equals(label()) || text.equals(subscriber.username());
        }
    }

    private record Widgets(NodeJobs jobs, Button present, Combo subscriber, Text password, Button fresh, Text user, Text name, Label note) {}

    private SubscriberDialog(Shell shell, ActiveNode active, DeskPhone phone, Consumer<String> refused) {
        super(shell);
        this.active = active;
        this.phone = phone;
        this.refused = refused;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    /** One that is open already comes to the front. @param refused told what went wrong after the dialog was closed */
    public static void open(Shell shell, ActiveNode active, DeskPhone phone, Consumer<String> refused) {
        Optional<Shell> opened = Arrays.stream(shell.getDisplay().getShells())
                .filter(other -> other.getData() instanceof SubscriberDialog).findFirst();
        if (opened.isPresent()) {
            opened.get().forceActive();
            return;
        }
        var dialog = new SubscriberDialog(shell, active, phone, refused);
        dialog.open();
        dialog.load();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("subscriber.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().numColumns(2).spacing(10, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var present = radio(page, "subscriber.present");
        var subscriber = new Combo(page, SWT.DROP_DOWN);
        label(page, "subscriber.name", subscriber);
        var password = new Text(page, SWT.BORDER | SWT.PASSWORD);
        password.setMessage(texts.get("subscriber.password.hint"));
        password.setToolTipText(texts.get("subscriber.password.tip"));
        label(page, "subscriber.password", password);
        var fresh = radio(page, "subscriber.new");
        var user = new Text(page, SWT.BORDER);
        label(page, "account.user", user);
        var name = new Text(page, SWT.BORDER);
        label(page, "account.name", name);
        user.setText(System.getProperty("user.name", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", ""));
        var note = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, true).hint(WIDTH, 4 * note.computeSize(SWT.DEFAULT, SWT.DEFAULT).y).applyTo(note);
        widgets = Optional.of(new Widgets(new NodeJobs(active, page), present, subscriber, password, fresh, user, name, note));
        present.setSelection(true);
        for (Button each : List.of(present, fresh))
            each.addListener(SWT.Selection, e -> arrange());
        subscriber.addListener(SWT.Modify, e -> typed());
        user.addListener(SWT.Modify, e -> arrange());
        password.addListener(SWT.Modify, e -> arrange());
        return page;
    }

    private Button radio(Composite page, String key) {
        var button = NativeLook.of(new Button(page, SWT.RADIO));
        button.setText(texts.get(key));
        button.setData("field", key);
        GridDataFactory.fillDefaults().span(2, 1).applyTo(button);
        return button;
    }

    /** Before the control, which was made first. */
    private void label(Composite page, String key, Control control) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
        label.moveAbove(control);
        control.setData("field", key);
        AccessibleName.of(control, texts.get(key));
        GridDataFactory.swtDefaults().indent(18, 0).applyTo(label);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(control);
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, texts.get("subscriber.use"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("link.cancel"), false);
        getButton(IDialogConstants.OK_ID).setEnabled(false);
    }

    private void load() {
        widgets.ifPresent(w -> {
            w.note().setText(texts.get("subscriber.loading"));
            w.jobs().read(texts.get("subscriber.loading"), (node, monitor) -> choices(node,
                    node.subscribers().list(Optional.empty(), MOST).items()), this::loaded, failure -> say(failure.message()));
        });
    }

    private static List<Choice> choices(Node node, List<Subscriber> found) throws NodeUnavailableException {
        Map<String, Long> phones = node.registrations().stream()
                .collect(Collectors.groupingBy(RegisteredContact::username, Collectors.counting()));
        return found.stream().map(s -> new Choice(s, phones.getOrDefault(s.username(), 0L))).toList();
    }

    private void loaded(List<Choice> found) {
        widgets.ifPresent(w -> {
            offer(w, found, found.isEmpty() ? "" : found.getFirst().label());
            w.present().setEnabled(!found.isEmpty());
            w.present().setSelection(!found.isEmpty());
            w.fresh().setSelection(found.isEmpty());
            arrange();
            (found.isEmpty() ? w.user() : w.subscriber()).setFocus();
        });
    }

    private void offer(Widgets w, List<Choice> found, String text) {
        choices = found;
        filling = true;
        w.subscriber().setItems(found.stream().map(Choice::label).toArray(String[]::new));
        w.subscriber().setText(text);
        w.subscriber().setSelection(new Point(text.length(), text.length()));
        filling = false;
    }

    /** Looks for subscribers whose names have what is typed. */
    private void typed() {
        int mine = ++turn;
        widgets.filter(_ -> !filling).ifPresent(w -> {
            arrange();
            if (!w.subscriber().getText().isBlank() && chosen(w).isEmpty())
                UiThread.later(w.subscriber(), SETTLE_MS, () -> find(w, mine, w.subscriber().getText()));
        });
    }

    private void find(Widgets w, int mine, String text) {
        if (mine == turn && text.length() <= EntryFilter.MAX_TEXT)
            w.jobs().read(texts.get("subscriber.loading"), (node, monitor) -> choices(node,
                    node.subscribers().search(new EntryFilter(text), MOST).items()), found -> {
                        if (mine == turn) {
                            offer(w, found, text);
                            arrange();
                            if (found.isEmpty())
                                say(texts.get("subscriber.none"));
                        }
                    }, failure -> say(failure.message()));
    }

    private Optional<Choice> chosen(Widgets w) {
        String text = w.subscriber().getText().strip();
        return choices.stream().filter(choice -> choice.isMeant(text)).findFirst();
    }

    private void arrange() {
        widgets.ifPresent(w -> {
            boolean isNew = w.fresh().getSelection();
            w.subscriber().setEnabled(!isNew);
            w.password().setEnabled(!isNew);
            w.user().setEnabled(isNew);
            w.name().setEnabled(isNew);
            Optional<String> wrong = isNew ? AccountRules.user(w.user().getText()) : Optional.empty();
            boolean away = NodeSocket.of(active.state()).isEmpty() && active.state().kind() == NodeState.Kind.REMOTE;
            say(wrong.map(key -> texts.get(key)).orElseGet(() -> String.join("\n", notes(w, isNew))));
            getButton(IDialogConstants.OK_ID).setEnabled(wrong.isEmpty() && !away && (isNew || chosen(w).isPresent()));
        });
    }

    /** What it will do besides. */
    private List<String> notes(Widgets w, boolean isNew) {
        var notes = new ArrayList<String>();
        chosen(w).filter(it -> !isNew && w.password().getText().isEmpty() && it.phones() > 0)
                .ifPresent(it -> notes.add(texts.get("subscriber.cut-off", it.subscriber().username(), it.phones())));
        if (NodeSocket.of(active.state()).isEmpty())
            notes.add(active.state().kind() == NodeState.Kind.EMBEDDED
                    ? texts.get("subscriber.open-port", Integer.toString(SocketSwitch.PORT)) : texts.get("subscriber.no-socket"));
        return notes;
    }

    private void say(String text) {
        widgets.filter(w -> !w.note().isDisposed()).ifPresent(w -> w.note().setText(text.replace("&", "&&")));
    }

    @Override
    protected void okPressed() {
        widgets.ifPresent(w -> {
            boolean isNew = w.fresh().getSelection();
            var wanted = isNew ? new Wanted(w.user().getText().strip(), w.name().getText().strip(), true, "")
                    : new Wanted(chosen(w).orElseThrow().subscriber().username(), "", false, w.password().getText());
            getButton(IDialogConstants.OK_ID).setEnabled(false);
            say(texts.get("subscriber.working"));
            Job.create(texts.get("subscriber.working"), monitor -> {
                open(w, wanted);
                return Status.OK_STATUS;
            }).schedule();
        });
    }

    private void open(Widgets w, Wanted wanted) {
        try {
            var socket = NodeJobs.asAuthor(() -> SocketSwitch.open(active));
            UiThread.post(w.note(), () -> socket.ifPresentOrElse(s -> make(w, wanted, s), () -> failed(texts.get("subscriber.no-port"))));
        } catch (Exception e) { // what work of the desk's user may throw
            UiThread.post(w.note(), () -> failed(String.valueOf(e.getMessage())));
        }
    }

    private void make(Widgets w, Wanted wanted, NodeSocket socket) {
        w.jobs().run(texts.get("subscriber.working"), (node, monitor) -> SubscriberAccount.make(node, wanted, socket), this::made,
                failure -> failed(failure.message()));
    }

    private void made(Outcome outcome) {
        outcome.account().ifPresentOrElse(account -> {
            var all = new ArrayList<PhoneAccount>(phone.known().accounts());
            all.add(account);
            phone.use(all, stored -> {
                if (!stored)
                    refused.accept(texts.get("account.not-stored"));
            });
            close();
        }, () -> failed(outcome.errors().stream().findFirst().map(this::sentence).orElseGet(() -> texts.get("subscriber.gone"))));
    }

    private String sentence(FieldError error) {
        String key = "subscriber.error." + error.code();
        return texts.has(key) ? texts.get(key, error.args().toArray()) : new ErrorText().sentence(error);
    }

    private void failed(String why) {
        say(why);
        getButton(IDialogConstants.OK_ID).setEnabled(true);
    }
}
