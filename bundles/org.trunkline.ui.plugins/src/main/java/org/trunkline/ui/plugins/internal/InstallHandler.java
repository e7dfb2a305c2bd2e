package org.trunkline.ui.plugins.internal;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the area and installs the file named, else asks for files. */
public final class InstallHandler extends AbstractHandler {
    private static final String FILE = "org.trunkline.ui.plugins.install.file";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        try {
            var page = window.getWorkbench().showPerspective(PluginsPerspective.ID, window);
            if (page.showView(PluginsView.ID) instanceof PluginsView view)
                Optional.ofNullable(event.getParameter(FILE)).ifPresentOrElse(file -> view.install(List.of(file)),
                        view::askAndInstall);
        } catch (WorkbenchException e) {
            throw new ExecutionException("the plug-ins cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
