package org.trunkline.ui.help.internal;

import java.nio.file.Path;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.program.Program;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.Texts;

/** Opens the folder of the logs with the system's file manager; where there is none, says where it is. */
public final class LogHandler extends AbstractHandler {
    static Path folder() {
        return Path.of(System.getProperty("trunkline.data", System.getProperty("user.home") + "/.trunkline/node"), "log");
    }

    @Override
    public Object execute(ExecutionEvent event) {
        String folder = folder().toString();
        if (!Program.launch(folder)) {
            var texts = Texts.of(LogHandler.class);
            MessageDialog.openInformation(HandlerUtil.getActiveShell(event), texts.get("log.title"), texts.get("log.where", folder));
        }
        return null; // what the framework asks for
    }
}
