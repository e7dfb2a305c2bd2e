package org.trunkline.ui.internal;

import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchWindow;

/** Words in the status line from outside a view. UI thread only. */
public final class StatusWords {
    private StatusWords() {}

    public static void say(IWorkbenchWindow window, String text) {
        if (part(window) instanceof IViewPart view) {
            var line = view.getViewSite().getActionBars().getStatusLineManager();
            line.setErrorMessage(null);
            line.setMessage(text);
        }
    }

    public static void error(IWorkbenchWindow window, String text) {
        if (part(window) instanceof IViewPart view)
            view.getViewSite().getActionBars().getStatusLineManager().setErrorMessage(text);
    }

    private static IWorkbenchPart part(IWorkbenchWindow window) {
        return window.getActivePage() == null ? null : window.getActivePage().getActivePart();
    }
}
