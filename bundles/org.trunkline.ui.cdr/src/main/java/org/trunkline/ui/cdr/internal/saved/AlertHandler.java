package org.trunkline.ui.cdr.internal.saved;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.cdr.internal.open.RecordsArea;

/** Opens Call Records on an alert: there it has room, and its calls beside it. */
public final class AlertHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        try {
            show(HandlerUtil.getActiveWorkbenchWindowChecked(event), event.getParameter(DeskCommands.ALERT_NAME));
        } catch (WorkbenchException e) {
            throw new ExecutionException("The saved searches cannot be shown", e);
        }
        return null; // as AbstractHandler asks
    }

    /** UI thread. */
    static void show(IWorkbenchWindow window, String alert) throws WorkbenchException {
        window.getWorkbench().showPerspective(RecordsArea.PERSPECTIVE, window);
        if (window.getActivePage().showView(SavedSearchesView.ID) instanceof SavedSearchesView view)
            view.choose(alert);
    }
}
