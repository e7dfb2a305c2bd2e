package org.trunkline.ui.trunks.internal.change;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows who changed what, where the user is. */
public final class ChangesHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        try {
            HandlerUtil.getActiveWorkbenchWindow(event).getActivePage().showView(ChangesView.ID);
        } catch (PartInitException e) {
            throw new ExecutionException("the view cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
