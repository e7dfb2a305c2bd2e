package org.trunkline.ui.cdr.internal.open;

import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;

/** Opens the area of call records. UI thread. */
public final class RecordsArea {
    public static final String PERSPECTIVE = "org.trunkline.ui.perspective.records";
    public static final String SEARCH_VIEW = "org.trunkline.ui.cdr.search";
    private static final Logger LOG = LoggerFactory.getLogger(RecordsArea.class);

    private RecordsArea() {}

    public static void open(IWorkbenchWindow window) throws WorkbenchException {
        window.getWorkbench().showPerspective(PERSPECTIVE, window);
        window.getActivePage().showView(SEARCH_VIEW);
    }

    /** Opens it and searches for the calls of a place. */
    public static void show(IWorkbenchWindow window, Place place) {
        try {
            open(window);
            search(window, place);
        } catch (WorkbenchException e) {
            LOG.error("Call Records cannot be shown", e);
        }
    }

    /** Searches in the view, if it is open. */
    public static void search(IWorkbenchWindow window, Place place) {
        Parts.find(window, SEARCH_VIEW, SearchPlace.class).ifPresent(view -> view.show(place));
    }
}
