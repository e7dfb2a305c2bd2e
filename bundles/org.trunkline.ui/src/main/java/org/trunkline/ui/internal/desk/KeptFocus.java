package org.trunkline.ui.internal.desk;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;

/**
 * Keeps the keyboard in a window of the desk: where the control that has it goes away, GTK gives it to none, and no key has
 * an effect until a click. The active view gets it then. UI thread only.
 */
final class KeptFocus {
    private final IWorkbench workbench;
    private final Display display;
    private boolean looking;
    /** Nothing took the keyboard: it is not offered again until something has had it. */
    private boolean inVain;

    private KeptFocus(IWorkbench workbench) {
        this.workbench = workbench;
        display = workbench.getDisplay();
    }

    /** Until the display is disposed. */
    static void install(IWorkbench workbench) {
        var kept = new KeptFocus(workbench);
        for (int event : new int[] {SWT.Activate, SWT.FocusOut})
            kept.display.addFilter(event, _ -> kept.lookSoon());
        kept.display.addFilter(SWT.FocusIn, _ -> kept.inVain = false);
    }

    /** Once what happens now is over, and the next control has taken the keyboard. */
    private void lookSoon() {
        if (looking)
            return;
        looking = true;
        display.asyncExec(() -> {
            looking = false;
            look();
        });
    }

    private void look() {
        if (display.isDisposed() || inVain || display.getFocusControl() != null || workbench.isClosing())
            return;
        Shell active = display.getActiveShell();
        IWorkbenchWindow window = workbench.getActiveWorkbenchWindow();
        if (window == null || window.getShell() != active)
            return; // another program or a dialog has it
        IWorkbenchPage page = window.getActivePage();
        if (page != null && page.getActivePart() != null)
            page.getActivePart().setFocus();
        if (display.getFocusControl() == null)
            active.traverse(SWT.TRAVERSE_TAB_NEXT);
        inVain = display.getFocusControl() == null;
    }
}
