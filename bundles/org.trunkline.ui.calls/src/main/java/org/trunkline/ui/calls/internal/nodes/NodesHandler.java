package org.trunkline.ui.calls.internal.nodes;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows all nodes side by side, where the user is. */
public final class NodesHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        try {
            HandlerUtil.getActiveWorkbenchWindow(event).getActivePage().showView(NodesView.ID);
        } catch (PartInitException e) {
            throw new ExecutionException("the view cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
