package org.trunkline.ui.help.internal;

import java.time.Instant;
import java.util.stream.Collectors;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Texts;

/** Puts the diagnosis into the clipboard, and says so. */
public final class DiagnosisHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        var properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        String text = Diagnosis.of(PlatformUI.getWorkbench().getService(ActiveNode.class).state(),
                Platform.getBundle("org.trunkline.ui.help").getBundleContext().getBundles(), properties, Instant.now());
        var clipboard = new Clipboard(PlatformUI.getWorkbench().getDisplay());
        clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
        var texts = Texts.of(DiagnosisHandler.class);
        MessageDialog.openInformation(HandlerUtil.getActiveShell(event), texts.get("diagnosis.title"), texts.get("diagnosis.copied"));
        return null; // what the framework asks for
    }
}
