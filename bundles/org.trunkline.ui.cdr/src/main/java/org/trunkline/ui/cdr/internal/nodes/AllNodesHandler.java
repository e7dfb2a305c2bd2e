package org.trunkline.ui.cdr.internal.nodes;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the search over all nodes, where the user is. */
public final class AllNodesHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        try {
            HandlerUtil.getActiveWorkbenchWindow(event).getActivePage().showView(AllNodesView.ID);
        } catch (PartInitException e) {
            throw new ExecutionException("the view cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
