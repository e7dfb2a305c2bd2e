package org.trunkline.ui.cdr.internal.open;

import java.util.Optional;

import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;

/** Finds the views of this bundle in a window. UI thread. */
public final class Parts {
    private Parts() {}

    public static <T> Optional<T> find(IWorkbenchWindow window, String id, Class<T> type) {
        IWorkbenchPage page = window.getActivePage();
        if (page == null)
            return Optional.empty();
        IViewPart view = page.findView(id);
        if (view == null)
            return Optional.empty();
        MPart part = view.getSite().getService(MPart.class);
        return part != null && type.isInstance(part.getObject()) ? Optional.of(type.cast(part.getObject()))
                : Optional.empty();
    }
}
