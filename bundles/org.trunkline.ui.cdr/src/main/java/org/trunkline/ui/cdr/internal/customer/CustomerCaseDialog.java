package org.trunkline.ui.cdr.internal.customer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.notifications.NotificationPopup;
import org.eclipse.swt.SWT;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.export.WholeFile;
import org.trunkline.export.customer.CustomerOptions;
import org.trunkline.export.customer.CustomerPage;
import org.trunkline.export.customer.MissingFontException;
import org.trunkline.ui.FileTrouble;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;

/** For whom, in which language and where to a call's case file for a customer is written. Enter takes what is proposed. UI thread. */
public final class CustomerCaseDialog extends Dialog {
    private static final int WIDTH = 520;
    private static final long SHOWN_MS = 12_000;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
    private static final List<String> SUFFIXES = List.of("pdf", "html");
    private static final int PDF = 0;

    private final Texts texts = Texts.of(CustomerCaseDialog.class);
    private final Formats formats = Formats.ofPreferences();
    private final CallCase known;
    private Optional<Form> form = Optional.empty();

    private record Form(Combo side, Combo language, Combo format, Button hide, Text file, Label said) {
        LegSide customer() {
            return LegSide.values()[side.getSelectionIndex()];
        }
    }

    public CustomerCaseDialog(Shell shell, CallCase known) {
        super(shell);
        this.known = known;
        setBlockOnOpen(false);
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("customer.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var area = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(area);
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 12).applyTo(area);
        var cdr = known.record();
        var side = combo(area, "side", texts.get("customer.caller", name(cdr.from())), texts.get("customer.callee", name(cdr.to())));
        side.select(CustomerOptions.customerOf(cdr).ordinal());
        var language = combo(area, "language", CustomerOptions.LANGUAGES.stream().map(l -> Locale.of(l).getDisplayLanguage(Locale.of(l)))
                .toArray(String[]::new));
        language.select(Math.max(0, CustomerOptions.LANGUAGES.indexOf(formats.locale().getLanguage())));
        var format = combo(area, "format", texts.get("customer.format.pdf"), texts.get("customer.format.html"));
        format.select(PDF);
        new Label(area, SWT.NONE);
        var hide = new Button(area, SWT.CHECK);
        hide.setText(texts.get("customer.hide"));
        GridDataFactory.fillDefaults().span(2, 1).applyTo(hide);
        new Label(area, SWT.NONE).setText(texts.get("customer.file"));
        var file = new Text(area, SWT.BORDER);
        file.setText(proposed());
        file.setData("field", "file");
        GridDataFactory.fillDefaults().grab(true, false).applyTo(file);
        var browse = new Button(area, SWT.PUSH);
        browse.setText(texts.get("customer.browse"));
        var said = new Label(area, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(WIDTH, 3 * file.getLineHeight()).applyTo(said);
        said.setText(texts.get("customer.contains"));
        form = Optional.of(new Form(side, language, format, hide, file, said));
        format.addListener(SWT.Selection, _ -> file.setText(withSuffix(file.getText(), SUFFIXES.get(format.getSelectionIndex()))));
        file.addListener(SWT.Modify, _ -> typed());
        browse.addListener(SWT.Selection, _ -> browse(file, format));
        return area;
    }

    private Combo combo(Composite parent, String field, String... items) {
        new Label(parent, SWT.NONE).setText(texts.get("customer." + field));
        var combo = new Combo(parent, SWT.READ_ONLY);
        combo.setItems(items);
        combo.setData("field", field);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(combo);
        return combo;
    }

    private static String name(Party party) {
        return party.displayName().isEmpty() ? party.normalised() : party.displayName() + ", " + party.normalised();
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, texts.get("customer.save"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CANCEL_LABEL, false);
    }

    @Override
    protected Control createContents(Composite parent) {
        var contents = super.createContents(parent);
        getButton(IDialogConstants.OK_ID).setFocus(); // Enter saves
        typed(); // the file that is proposed may exist
        return contents;
    }

    /** In the folder of documents where there is one. */
    private String proposed() {
        var home = Path.of(System.getProperty("user.home", "."));
        var documents = home.resolve("Documents");
        var id = known.record().id().value();
        return (Files.isDirectory(documents) ? documents : home).resolve("call-"
                + NAME.format(known.record().startedAt().atZone(formats.zone())) + "-" + id.substring(Math.max(0, id.length() - 4))
                + "." + SUFFIXES.get(PDF)).toString();
    }

    private static String withSuffix(String file, String suffix) {
        return file.replaceFirst("(?i)\\.(pdf|html?)$", "") + "." + suffix;
    }

    private void browse(Text file, Combo format) {
        var dialog = new FileDialog(getShell(), SWT.SAVE);
        dialog.setText(texts.get("customer.title"));
        dialog.setFilterExtensions("*." + SUFFIXES.get(format.getSelectionIndex()));
        path(file.getText()).ifPresent(path -> {
            if (path.getParent() != null)
                dialog.setFilterPath(path.getParent().toString());
            dialog.setFileName(String.valueOf(path.getFileName()));
        });
        var chosen = dialog.open();
        if (chosen != null)
            file.setText(withSuffix(chosen, SUFFIXES.get(format.getSelectionIndex())));
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void typed() {
        form.ifPresent(f -> {
            var path = path(f.file().getText()).filter(p -> p.getFileName() != null);
            f.said().setText(texts.get(path.isEmpty() ? "customer.no-file" : Files.exists(path.get()) ? "customer.replaces"
                    : "customer.contains"));
            getButton(IDialogConstants.OK_ID).setEnabled(path.isPresent());
        });
    }

    @Override
    protected void okPressed() {
        form.ifPresent(f -> {
            var file = path(f.file().getText()).orElseThrow();
            var options = new CustomerOptions(Locale.of(CustomerOptions.LANGUAGES.get(f.language().getSelectionIndex())), formats.zone(),
                    f.customer(), f.hide().getSelection());
            boolean pdf = f.format().getSelectionIndex() == PDF;
            getButton(IDialogConstants.OK_ID).setEnabled(false);
            f.said().setText(texts.get("customer.saving", file));
            Job.create(texts.get("customer.saving", file.getFileName()), (IProgressMonitor monitor) -> {
                var trouble = write(file, options, pdf);
                UiThread.post(f.said(), () -> written(f, file, trouble));
                return Status.OK_STATUS;
            }).schedule();
        });
    }

    /** @return what went wrong */
    private Optional<String> write(Path file, CustomerOptions options, boolean pdf) {
        var page = new CustomerPage(known.record(), known.ladder(), Instant.now(), options);
        try {
            WholeFile.<Void, IOException>write(file, out -> {
                if (pdf)
                    page.writePdf(out);
                else
                    page.writeHtml(out);
                return null;
            });
            return Optional.empty();
        } catch (WholeFile.NotWritten e) {
            return Optional.of(e.getCause() instanceof MissingFontException ? texts.get("customer.no-font") : FileTrouble.of(e));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void written(Form f, Path file, Optional<String> trouble) {
        if (trouble.isPresent()) {
            f.said().setText(trouble.get());
            getButton(IDialogConstants.OK_ID).setEnabled(true);
            return;
        }
        var display = f.said().getDisplay();
        close();
        notice(display, file);
    }

    /** Says where the file is; a click opens it. */
    private void notice(Display display, Path file) {
        NotificationPopup.forDisplay(display).delay(SHOWN_MS).title(texts.get("customer.saved"), true).content(parent -> {
            var link = new Link(parent, SWT.WRAP);
            link.setText("<a>" + file.toString().replace("&", "&&").replace("<", "‹") + "</a>");
            link.addListener(SWT.Selection, _ -> Program.launch(file.toString()));
            return link;
        }).build().open();
    }
}
