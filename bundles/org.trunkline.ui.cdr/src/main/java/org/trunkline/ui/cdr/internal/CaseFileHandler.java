package org.trunkline.ui.cdr.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.export.CaseFile;
import org.trunkline.export.CaseFileReader;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.details.CallDetailsView;
import org.trunkline.ui.cdr.internal.open.Parts;
import org.trunkline.ui.cdr.internal.widget.RichText;

/** Saves the call shown as a case file, for a technician or a customer; opens one that somebody sent. */
public final class CaseFileHandler extends AbstractHandler {
    private static final String OPEN = "org.trunkline.ui.cdr.case.open";
    private static final String FILE = "org.trunkline.ui.cdr.case.open.file";

    private static final String CUSTOMER = "org.trunkline.ui.cdr.case.customer";
    private static final String SAVE_FILE = "org.trunkline.ui.cdr.case.save.file";
    private static final String SAVE_PSEUDONYMS = "org.trunkline.ui.cdr.case.save.pseudonyms";

    private final Texts texts = Texts.of(RichText.class);

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        var window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        if (event.getCommand().getId().equals(OPEN))
            ask(window, event.getParameter(FILE));
        else
            Parts.find(window, CallDetailsPart.ID, CallDetailsPart.class).ifPresentOrElse(
                    part -> part.view().once(view -> save(view, event)),
                    () -> MessageDialog.openInformation(window.getShell(), texts.get("case.save.title"),
                            texts.get("details.none")));
        return null; // as AbstractHandler asks
    }

    private static void save(CallDetailsView view, ExecutionEvent event) {
        if (event.getCommand().getId().equals(CUSTOMER)) {
            view.saveForCustomer();
            return;
        }
        Optional.ofNullable(event.getParameter(SAVE_FILE)).ifPresentOrElse(file -> view.saveCase(Path.of(file),
                Boolean.parseBoolean(event.getParameter(SAVE_PSEUDONYMS))), view::saveCase);
    }

    private void ask(IWorkbenchWindow window, String given) {
        var chosen = given;
        if (chosen == null) {
            var dialog = new FileDialog(window.getShell(), SWT.OPEN);
            dialog.setText(texts.get("case.open.title"));
            dialog.setFilterExtensions("*." + CaseFile.SUFFIX, "*.zip", "*");
            chosen = dialog.open();
        }
        if (chosen == null)
            return;
        var file = Path.of(chosen);
        Job.create(texts.get("case.opening", file.getFileName()), (IProgressMonitor monitor) -> {
            read(window, file);
            return Status.OK_STATUS;
        }).schedule();
    }

    private void read(IWorkbenchWindow window, Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var read = CaseFileReader.read(in);
            UiThread.post(window.getShell(), () -> show(window, read));
        } catch (IOException e) {
            UiThread.post(window.getShell(), () -> MessageDialog.openError(window.getShell(),
                    texts.get("case.open.title"), texts.get("case.not-opened", file, e.getMessage())));
        }
    }

    private void show(IWorkbenchWindow window, CaseFile file) {
        try {
            window.getActivePage().showView(CaseFilePart.ID);
            Parts.find(window, CaseFilePart.ID, CaseFilePart.class).ifPresent(part -> part.open(file));
        } catch (PartInitException e) {
            MessageDialog.openError(window.getShell(), texts.get("case.open.title"), e.getMessage());
        }
    }
}
