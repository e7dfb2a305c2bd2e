package org.trunkline.ui.cdr.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.search.CdrNavigator;

/** Opens Call Records on the calls that another view means. */
public final class ShowCallsHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        String query = event.getParameter(CdrNavigator.QUERY);
        try {
            window.getWorkbench().showPerspective(RecordsPerspective.ID, window);
            window.getActivePage().showView(CallSearchPart.ID);
        } catch (WorkbenchException e) {
            throw new ExecutionException("Call Records cannot be shown", e);
        }
        Parts.find(window, CallSearchPart.ID, CallSearchPart.class).ifPresent(part -> {
            if (query != null)
                part.show(query);
        });
        return null; // as AbstractHandler asks
    }
}
