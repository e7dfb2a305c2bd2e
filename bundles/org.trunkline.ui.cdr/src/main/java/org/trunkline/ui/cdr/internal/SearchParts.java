package org.trunkline.ui.cdr.internal;

import java.util.Optional;

import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;

/** Finds the search view in a window. UI thread. */
final class SearchParts {
    private SearchParts() {}

    static Optional<CallSearchPart> find(IWorkbenchWindow window) {
        IWorkbenchPage page = window.getActivePage();
        if (page == null)
            return Optional.empty();
        IViewPart view = page.findView(CallSearchPart.ID);
        if (view == null)
            return Optional.empty();
        MPart part = view.getSite().getService(MPart.class);
        return part != null && part.getObject() instanceof CallSearchPart search ? Optional.of(search)
                : Optional.empty();
    }
}
