package org.trunkline.ui.plugins.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;

/** Shows the area with one plug-in selected. */
public final class ShowHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        try {
            var page = window.getWorkbench().showPerspective(PluginsPerspective.ID, window);
            if (page.showView(PluginsView.ID) instanceof PluginsView view)
                view.choose(event.getParameter(DeskCommands.PLUGIN_ID));
        } catch (WorkbenchException e) {
            throw new ExecutionException("the plug-ins cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
