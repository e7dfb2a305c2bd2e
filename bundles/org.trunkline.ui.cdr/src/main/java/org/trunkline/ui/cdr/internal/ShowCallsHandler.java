package org.trunkline.ui.cdr.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.cdr.internal.open.RecordsArea;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.search.CdrNavigator;

/** Opens Call Records on the calls that another view means. */
public final class ShowCallsHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        String query = event.getParameter(CdrNavigator.QUERY);
        try {
            RecordsArea.open(window);
        } catch (WorkbenchException e) {
            throw new ExecutionException("Call Records cannot be shown", e);
        }
        if (query != null)
            RecordsArea.search(window, new Place(query, new TimeRange.All())); // when, the query says
        return null; // as AbstractHandler asks
    }
}
