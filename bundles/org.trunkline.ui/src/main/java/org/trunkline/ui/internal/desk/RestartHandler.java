package org.trunkline.ui.internal.desk;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;

/** Closes the desk and starts it again; {@link Leaving} asks first where that ends calls. */
public final class RestartHandler extends AbstractHandler {
    private static final String RESTARTING = "org.trunkline.ui.restarting";

    @Override
    public Object execute(ExecutionEvent event) {
        restart(PlatformUI.getWorkbench());
        return null; // what the framework asks for
    }

    static void restart(IWorkbench workbench) {
        workbench.getDisplay().setData(RESTARTING, Boolean.TRUE);
        if (!workbench.restart())
            workbench.getDisplay().setData(RESTARTING, null);
    }

    /** Whether the desk is being closed to start again. UI thread only. */
    static boolean restarting(IWorkbench workbench) {
        return workbench.getDisplay().getData(RESTARTING) != null;
    }
}
