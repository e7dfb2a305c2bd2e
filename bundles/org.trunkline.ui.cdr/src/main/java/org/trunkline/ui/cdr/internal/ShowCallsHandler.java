package org.trunkline.ui.cdr.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.search.CdrNavigator;

/** Opens Call Records on the calls that another view means. */
public final class ShowCallsHandler extends AbstractHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ShowCallsHandler.class);

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        String query = event.getParameter(CdrNavigator.QUERY);
        try {
            open(window);
        } catch (WorkbenchException e) {
            throw new ExecutionException("Call Records cannot be shown", e);
        }
        if (query != null)
            search(window, new Place(query, new TimeRange.All())); // when, the query says
        return null; // as AbstractHandler asks
    }

    private static void open(IWorkbenchWindow window) throws WorkbenchException {
        window.getWorkbench().showPerspective(RecordsPerspective.ID, window);
        window.getActivePage().showView(CallSearchPart.ID);
    }

    private static void search(IWorkbenchWindow window, Place place) {
        Parts.find(window, CallSearchPart.ID, CallSearchPart.class).ifPresent(part -> part.show(place));
    }

    /** Opens Call Records at a place. UI thread. */
    public static void show(IWorkbenchWindow window, Place place) {
        try {
            open(window);
            search(window, place);
        } catch (WorkbenchException e) {
            LOG.error("Call Records cannot be shown", e);
        }
    }
}
