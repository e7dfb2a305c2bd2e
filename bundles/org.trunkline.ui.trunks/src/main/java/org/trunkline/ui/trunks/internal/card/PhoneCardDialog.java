package org.trunkline.ui.trunks.internal.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.phone.Provisioning;
import org.trunkline.domain.schema.Secret;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.Palette;

/**
 * A subscriber's card: what to type into a phone, a QR code, and where phones fetch it. It leaves the rest of the desk
 * usable. The password is not kept: another server is asked for with it while the card is open. UI thread only.
 */
public final class PhoneCardDialog extends Dialog {
    private static final int COPY = IDialogConstants.CLIENT_ID;
    private static final int PRINT = IDialogConstants.CLIENT_ID + 1;
    private static final int MAIL = IDialogConstants.CLIENT_ID + 2;
    private static final int CODE_SIDE = 230;
    private static final int NOTE_WIDTH = 560;

    private final Texts texts = Texts.of(PhoneCardDialog.class);
    private final ActiveNode active;
    private final String username;
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<CardText> shown = Optional.empty();
    private Optional<QrCode> code = Optional.empty();

    private record Widgets(NodeJobs jobs, Combo server, List<Text> fields, Combo make, Text address, Button save, Canvas code,
            Label validity, Label note) {}

    private PhoneCardDialog(Shell shell, ActiveNode active, String username) {
        super(shell);
        this.active = active;
        this.username = username;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    /** @param password the one just saved; none to set a new one */
    public static void open(Shell shell, ActiveNode active, String username, Secret password) {
        var dialog = new PhoneCardDialog(shell, active, username);
        dialog.open();
        dialog.ask(new PhoneCardRequest(password, Optional.empty(), Optional.empty()));
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("card.title", username));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = (Composite) super.createDialogArea(parent);
        GridLayoutFactory.swtDefaults().numColumns(3).margins(14, 12).spacing(12, 7).applyTo(page);
        var jobs = new NodeJobs(active, page);
        label(page, "card.listener");
        var server = new Combo(page, SWT.READ_ONLY);
        GridDataFactory.fillDefaults().grab(true, false).hint(260, SWT.DEFAULT).applyTo(server);
        server.addListener(SWT.Selection, e -> another(server.getSelectionIndex()));
        var canvas = new Canvas(page, SWT.DOUBLE_BUFFERED);
        GridDataFactory.fillDefaults().span(1, 6).hint(CODE_SIDE, CODE_SIDE).applyTo(canvas);
        AccessibleName.of(canvas, texts.get("card.code"));
        canvas.setToolTipText(texts.get("card.code"));
        canvas.addListener(SWT.Paint, e -> code.ifPresent(qr -> CardPaper.draw(e.gc, qr, new Rectangle(0, 0,
                canvas.getSize().x, canvas.getSize().y))));
        var fields = new ArrayList<Text>();
        for (String key : List.of("card.server", "card.port", "card.transport", "card.user", "card.password"))
            fields.add(field(page, key));
        label(page, "card.make");
        var make = new Combo(page, SWT.READ_ONLY);
        GridDataFactory.fillDefaults().applyTo(make);
        make.addListener(SWT.Selection, e -> showAddress());
        var save = new Button(page, SWT.PUSH);
        save.setText(texts.get("card.save"));
        save.setToolTipText(texts.get("card.save.tip"));
        save.addListener(SWT.Selection, e -> save());
        GridDataFactory.swtDefaults().applyTo(save);
        label(page, "card.settings");
        var address = new Text(page, SWT.BORDER | SWT.READ_ONLY);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(SWT.DEFAULT, SWT.DEFAULT).applyTo(address);
        new Label(page, SWT.NONE);
        var validity = new Label(page, SWT.NONE);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(validity);
        Palette.follow(validity, palette -> validity.setForeground(palette.muted()));
        var note = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(3, 1).grab(true, true).hint(NOTE_WIDTH, note.computeSize(NOTE_WIDTH, SWT.DEFAULT).y * 3)
                .applyTo(note);
        widgets = Optional.of(new Widgets(jobs, server, fields, make, address, save, canvas, validity, note));
        note.setText(texts.get("card.making"));
        return page;
    }

    private void label(Composite page, String key) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
    }

    private Text field(Composite page, String key) {
        label(page, key);
        var text = new Text(page, SWT.BORDER | SWT.READ_ONLY);
        text.setData("field", key);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(text);
        return text;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, COPY, texts.get("card.copy"), true);
        createButton(parent, PRINT, texts.get("card.print"), false);
        createButton(parent, MAIL, texts.get("card.mail"), false).setToolTipText(texts.get("card.mail.tip"));
        createButton(parent, IDialogConstants.CANCEL_ID, texts.get("card.close"), false);
        enable(false);
    }

    private void enable(boolean on) {
        for (int id : List.of(COPY, PRINT, MAIL))
            getButton(id).setEnabled(on);
        widgets.ifPresent(w -> {
            w.save().setEnabled(on);
            w.server().setEnabled(on);
        });
    }

    private void ask(PhoneCardRequest wanted) {
        widgets.ifPresent(w -> w.jobs().run(texts.get("card.making"), (node, monitor) -> node.phones().card(username, wanted),
                this::answered, failure -> refused(failure.message())));
    }

    /** The card that is shown stays, with its password: it is not shown again elsewhere. */
    private void refused(String why) {
        say(why);
        shown.map(CardText::card).ifPresent(card -> {
            widgets.ifPresent(w -> w.server().select(card.servers().indexOf(card.server())));
            enable(true);
        });
    }

    private void answered(SaveResult<PhoneCard> result) {
        switch (result) {
            case SaveResult.Saved<PhoneCard>(var card) -> show(card);
            case SaveResult.Rejected<PhoneCard>(var errors) -> {
                var first = errors.getFirst();
                refused(texts.has("card.error." + first.code()) ? texts.get("card.error." + first.code(), first.args().toArray())
                        : first.message());
            }
            case SaveResult.Missing<PhoneCard> _ -> refused(texts.get("card.gone", username));
            case SaveResult.InUse<PhoneCard> _ -> throw new IllegalStateException("a card deletes nothing");
        }
    }

    private void say(String text) {
        widgets.ifPresent(w -> w.note().setText(text.replace("&", "&&")));
    }

    private void show(PhoneCard card) {
        var text = new CardText(card, texts, Formats.ofPreferences().zone());
        shown = Optional.of(text);
        code = Optional.of(QrCode.of(card.qrText()));
        widgets.ifPresent(w -> {
            w.server().setItems(card.servers().stream().map(CardText::shown).toArray(String[]::new));
            w.server().select(card.servers().indexOf(card.server()));
            var values = List.copyOf(text.lines().values());
            for (int i = 0; i < values.size(); i++)
                w.fields().get(i).setText(values.get(i));
            int before = Math.max(0, w.make().getSelectionIndex());
            w.make().setItems(card.provisioning().makes().stream().map(Provisioning.Make::name).toArray(String[]::new));
            w.make().select(before);
            w.validity().setText(text.validity());
            w.code().redraw();
            showAddress();
        });
        say(texts.get("card.once") + (text.warning().isEmpty() ? "" : "\n" + text.warning()));
        enable(true);
    }

    private Optional<Provisioning.Make> make() {
        return widgets.flatMap(w -> shown.map(text -> text.card().provisioning().makes().get(w.make().getSelectionIndex())));
    }

    private void showAddress() {
        make().ifPresent(make -> widgets.ifPresent(w -> w.address().setText(shown.orElseThrow().card().provisioning().address()
                + make.file())));
    }

    /** The same password at another server. */
    private void another(int index) {
        shown.map(CardText::card).filter(card -> !card.server().equals(card.servers().get(index))).ifPresent(card -> {
            var server = card.servers().get(index);
            enable(false);
            ask(new PhoneCardRequest(card.password(), Optional.of(server.host()), Optional.of(server.transport())));
        });
    }

    @Override
    protected void buttonPressed(int button) {
        shown.ifPresent(text -> {
            switch (button) {
                case COPY -> copy(text.all());
                case PRINT -> CardPaper.print(getShell(), text, code.orElseThrow());
                case MAIL -> mail(text);
                default -> { }
            }
        });
        if (button == IDialogConstants.CANCEL_ID)
            close();
    }

    private void copy(String all) {
        var clipboard = new Clipboard(getShell().getDisplay());
        clipboard.setContents(new Object[] {all}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
        say(texts.get("card.copied"));
    }

    private void mail(CardText text) {
        if (!Program.launch(text.mailto()))
            say(texts.get("card.no-mail"));
    }

    /** For phones that cannot reach the node: a file for their own web page. */
    private void save() {
        make().ifPresent(make -> {
            var dialog = new FileDialog(getShell(), SWT.SAVE);
            dialog.setFileName(make.file().substring(make.file().lastIndexOf('/') + 1));
            dialog.setOverwrite(true);
            Optional.ofNullable(dialog.open()).ifPresent(file -> save(make, Path.of(file)));
        });
    }

    private void save(Provisioning.Make make, Path file) {
        var path = shown.orElseThrow().card().provisioning().address().getPath();
        var token = path.substring(path.lastIndexOf('/', path.length() - 2) + 1, path.length() - 1);
        widgets.ifPresent(w -> w.jobs().run(texts.get("card.saving"), (node, monitor) -> {
            var settings = node.phones().fetch(token, make.file());
            if (settings.isPresent())
                write(file, settings.get().text());
            return settings.isPresent();
        }, found -> say(found ? texts.get("card.saved", file) : texts.get("card.ended")), failure -> say(failure.message())));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }
}
