package org.trunkline.ui.plugins.internal.desk;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchWindow;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** Asks whether parts of a plug-in are wanted, in a window that leaves the desk free. UI thread only. */
final class OfferDialog extends MessageDialog {
    private final Consumer<Integer> answered;

    private OfferDialog(Shell parent, String title, String message, int kind, Consumer<Integer> answered, String... buttons) {
        super(parent, title, null, message, kind, 0, buttons);
        this.answered = answered;
        setShellStyle(SWT.DIALOG_TRIM | SWT.MODELESS | SWT.RESIZE);
        setBlockOnOpen(false);
    }

    @Override
    public boolean close() {
        int code = getReturnCode();
        boolean closed = super.close();
        if (closed)
            answered.accept(code);
        return closed;
    }

    /** @param known whether the user accepted something of this publisher before @param wanted told the answer, once */
    static void ask(IWorkbench workbench, PluginStatus status, Optional<PublisherCertificate> publisher, boolean known,
            Consumer<Boolean> wanted) {
        var texts = texts();
        String message = texts.get("offer.ask", title(status), status.about().version(),
                publisher.map(PublisherCertificate::subject).orElseGet(() -> texts.get("offer.nobody")))
                + "\n\n" + publisher.map(p -> texts.get(known ? "offer.known" : "offer.new", p.fingerprintInPairs(),
                        Formats.ofPreferences().dateTime(p.until()))).orElseGet(() -> texts.get("offer.unsigned"));
        new OfferDialog(shell(workbench), texts.get("offer.title"), message, MessageDialog.QUESTION,
                code -> wanted.accept(code == Window.OK), texts.get("offer.yes"), texts.get("offer.no")).open();
    }

    /** Why an archive was not taken, for the area of the plug-ins: nobody is interrupted for it. */
    static String refused(ArchiveProblem problem) {
        return texts().get(problem.key(), problem.values());
    }

    static void failed(IWorkbench workbench, String plugin, String reason) {
        say(workbench, texts().get("offer.failed", plugin, reason));
    }

    static void restart(IWorkbench workbench, String plugin) {
        var texts = texts();
        new OfferDialog(shell(workbench), texts.get("offer.title"), texts.get("offer.restart", plugin),
                MessageDialog.INFORMATION, code -> {
                    if (code == Window.OK)
                        DeskCommands.run(workbench, DeskCommands.RESTART, Map.of());
                }, texts.get("offer.restart.now"), texts.get("offer.restart.later")).open();
    }

    private static void say(IWorkbench workbench, String message) {
        new OfferDialog(shell(workbench), texts().get("offer.title"), message, MessageDialog.WARNING, code -> { },
                IDialogConstants.OK_LABEL).open();
    }

    private static Texts texts() {
        return Texts.of(OfferDialog.class);
    }

    private static String title(PluginStatus status) {
        String language = Locale.getDefault().getLanguage();
        return status.about().name().getOrDefault(language, status.about().title());
    }

    private static Shell shell(IWorkbench workbench) {
        IWorkbenchWindow active = workbench.getActiveWorkbenchWindow();
        return Optional.ofNullable(active).orElseGet(() -> workbench.getWorkbenchWindows()[0]).getShell();
    }
}
