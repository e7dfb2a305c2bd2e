package org.trunkline.ui.phone.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Opens the colleagues in the area that is shown. */
public final class ShowColleaguesHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        var window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        try {
            if (window.getActivePage() != null)
                window.getActivePage().showView(ColleaguesView.ID);
        } catch (PartInitException e) {
            throw new ExecutionException("the colleagues cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
