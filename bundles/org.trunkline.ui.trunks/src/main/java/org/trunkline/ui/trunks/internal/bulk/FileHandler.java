package org.trunkline.ui.trunks.internal.bulk;

import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.action.IStatusLineManager;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Imports or exports the entries of a kind: trunks where none is named. Asks for the file where none is named. */
public final class FileHandler extends AbstractHandler {
    private static final String IMPORT = "org.trunkline.ui.trunks.import";

    @Override
    public Object execute(ExecutionEvent event) {
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        String command = event.getCommand().getId();
        var kind = Optional.ofNullable(event.getParameter(command + ".kind")).flatMap(OwnKind::ofCode).map(OwnKind.class::cast).orElse(OwnKind.TRUNK);
        var file = Optional.ofNullable(event.getParameter(command + ".file")).map(Path::of);
        var active = window.getService(ActiveNode.class);
        var line = Optional.ofNullable(HandlerUtil.getActiveSite(event)).filter(IViewSite.class::isInstance)
                .map(site -> ((IViewSite) site).getActionBars().getStatusLineManager());
        if (command.equals(IMPORT)) {
            file.or(() -> EntryFiles.askImport(window.getShell(), kind)).ifPresent(from -> new ImportDialog(window.getShell(), active,
                    kind, from, said -> say(line, said)).open());
            return null; // what the framework asks for
        }
        var files = new EntryFiles(new NodeJobs(active, window.getShell()), said -> say(line, said),
                said -> line.ifPresent(l -> l.setErrorMessage(said)));
        file.ifPresentOrElse(to -> files.export(kind, to), () -> files.export(window.getShell(), kind));
        return null;
    }

    private static void say(Optional<IStatusLineManager> line, String said) {
        line.ifPresent(l -> {
            l.setErrorMessage(null);
            l.setMessage(said);
        });
    }
}
