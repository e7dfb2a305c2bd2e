package org.trunkline.ui.trunks.internal.settings;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;

/** Shows the settings of the node in Trunks and Numbers. */
public final class SettingsHandler extends AbstractHandler {
    private static final String AREA = "org.trunkline.ui.perspective.trunks";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        try {
            var page = window.getWorkbench().showPerspective(AREA, window);
            if (page.showView(SettingsView.ID) instanceof SettingsView view)
                Optional.ofNullable(event.getParameter(DeskCommands.SETTINGS_FILTER)).ifPresent(view::filter);
        } catch (WorkbenchException e) {
            throw new ExecutionException("the view cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
