package org.trunkline.ui.internal.desk;

import java.util.Map;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.IWorkbenchWindow;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.UiThread;

/**
 * What is slow the first time only, done once after the window has come, each in an event of its own: else the first
 * area that is opened does it all in one. It complements {@link EarlyClasses} with what wants the UI thread.
 */
final class FirstUse {
    private static final int AFTER_MS = 400;

    private FirstUse() {}

    /** Returns at once. UI thread only. */
    static void later(IWorkbenchWindow window) {
        Shell shell = window.getShell();
        UiThread.later(shell, AFTER_MS, () -> showAgain(window));
        UiThread.later(shell, 2 * AFTER_MS, () -> field(shell));
    }

    /** The area that is shown: nothing changes, but the workbench has found out how a command runs. */
    private static void showAgain(IWorkbenchWindow window) {
        if (window.getActivePage() != null && window.getActivePage().getPerspective() != null)
            DeskCommands.run(window.getWorkbench(), IWorkbenchCommandConstants.PERSPECTIVES_SHOW_PERSPECTIVE,
                    Map.of(IWorkbenchCommandConstants.PERSPECTIVES_SHOW_PERSPECTIVE_PARM_ID,
                            window.getActivePage().getPerspective().getId()));
    }

    private static void field(Shell shell) {
        var hidden = new Shell(shell);
        var text = new StyledText(hidden, SWT.SINGLE);
        text.setText("0");
        text.computeSize(SWT.DEFAULT, SWT.DEFAULT);
        hidden.dispose();
    }
}
