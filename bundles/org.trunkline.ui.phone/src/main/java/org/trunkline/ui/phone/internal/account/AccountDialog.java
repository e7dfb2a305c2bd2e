package org.trunkline.ui.phone.internal.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

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
import org.trunkline.phone.PhoneAccount;
import org.trunkline.ui.Texts;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** One account of the phone, on any SIP server. The desk stays usable. UI thread only. */
public final class AccountDialog extends Dialog {
    private static final int WIDTH = 420;

    private final Texts texts = PhoneWords.texts();
    private final Optional<PhoneAccount> present;
    private final Consumer<PhoneAccount> accepted;
    private Optional<Fields> fields = Optional.empty();

    private record Fields(Combo connection, Text server, Text domain, Text user, Text name, Text password, Label error) {}

    private AccountDialog(Shell shell, Optional<PhoneAccount> present, Consumer<PhoneAccount> accepted) {
        super(shell);
        this.present = present;
        this.accepted = accepted;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    /** Adds an account to the phone once it was accepted. */
    public static void add(Shell shell, DeskPhone phone) {
        edit(shell, Optional.empty(), account -> {
            var all = new ArrayList<>(phone.known().accounts());
            all.add(account);
            phone.use(all, stored -> { });
        });
    }

    /** @param present to change; empty for a new one @param accepted given it, UI thread */
    static void edit(Shell shell, Optional<PhoneAccount> present, Consumer<PhoneAccount> accepted) {
        new AccountDialog(shell, present, accepted).open();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get(present.isPresent() ? "account.edit.title" : "account.add.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().numColumns(2).spacing(10, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var connection = connection(page);
        var server = field(page, "account.server", SWT.NONE);
        var domain = field(page, "account.domain", SWT.NONE);
        var user = field(page, "account.user", SWT.NONE);
        var password = field(page, "account.password", SWT.PASSWORD);
        var name = field(page, "account.name", SWT.NONE);
        var error = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(SWT.DEFAULT, 2 * error.computeSize(SWT.DEFAULT, SWT.DEFAULT).y)
                .applyTo(error);
        present.ifPresent(account -> {
            connection.select(Connection.of(account.server()).ordinal());
            server.setText(Connection.of(account.server()).text(account.server()));
            domain.setText(account.domain());
            user.setText(account.user());
            password.setText(account.password());
            name.setText(account.displayName());
        });
        fields = Optional.of(new Fields(connection, server, domain, user, name, password, error));
        for (Text each : List.of(server, domain, user, password, name))
            each.addListener(SWT.Modify, e -> validate(true));
        connection.addListener(SWT.Selection, e -> {
            explainServer();
            validate(!server.getText().isBlank());
        });
        server.addListener(SWT.FocusOut, e -> {
            if (domain.getText().isBlank() && AccountRules.server(chosen(), server.getText()).isEmpty())
                domain.setText(chosen().uri(server.getText()).getHost());
        });
        explainServer();
        return page;
    }

    private Combo connection(Composite page) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get("account.connection"));
        var combo = new Combo(page, SWT.READ_ONLY);
        combo.setData("field", "account.connection");
        combo.setToolTipText(texts.get("account.connection.tip"));
        for (var each : Connection.values())
            combo.add(texts.get("account.connection." + each.key()));
        combo.select(0);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(combo);
        return combo;
    }

    private Connection chosen() {
        return fields.map(f -> Connection.values()[Math.max(0, f.connection().getSelectionIndex())]).orElse(Connection.WEB_SOCKET);
    }

    private void explainServer() {
        fields.ifPresent(f -> {
            f.server().setMessage(chosen() == Connection.WEB_SOCKET ? "wss://sip.example.com:443/ws" : "sip.example.com");
            f.server().setToolTipText(texts.get("account.server.tip." + chosen().key()));
        });
    }

    private Text field(Composite page, String key, int style) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
        var text = new Text(page, SWT.BORDER | style);
        text.setData("field", key);
        if (!key.equals("account.server")) // it depends on the connection
            text.setToolTipText(texts.get(key + ".tip"));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(text);
        return text;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        super.createButtonsForButtonBar(parent);
        validate(false);
    }

    /** @param said whether to say what is wrong: not before anything was typed */
    private void validate(boolean said) {
        fields.ifPresent(f -> {
            Optional<String> problem = AccountRules.server(chosen(), f.server().getText()).or(() -> AccountRules.domain(f.domain().getText()))
                    .or(() -> AccountRules.user(f.user().getText())).or(() -> AccountRules.password(f.password().getText()));
            f.error().setText(said ? problem.map(key -> texts.get(key)).orElse("") : "");
            Optional.ofNullable(getButton(IDialogConstants.OK_ID)).ifPresent(ok -> ok.setEnabled(problem.isEmpty()));
        });
    }

    @Override
    protected void okPressed() {
        fields.ifPresent(f -> accepted.accept(new PhoneAccount(present.map(PhoneAccount::id).orElseGet(() -> UUID.randomUUID().toString()),
                chosen().uri(f.server().getText()), f.domain().getText().strip(), f.user().getText().strip(),
                f.name().getText().strip(), f.password().getText())));
        super.okPressed();
    }
}
