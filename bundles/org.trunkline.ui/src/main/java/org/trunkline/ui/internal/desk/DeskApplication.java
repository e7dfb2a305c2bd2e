package org.trunkline.ui.internal.desk;

import java.io.IOException;
import java.util.Optional;

import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.service.datalocation.Location;
import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.Texts;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.node.NodeStart;
import org.trunkline.ui.look.TextUndo;

/** Starts and ends the desk. */
public final class DeskApplication implements IApplication {
    /** System property that {@code about.mappings} puts into the text of About. */
    private static final String VERSION = "trunkline.version";

    private final Texts texts = Texts.of(StatusWords.class);
    private final DeskAdvisor advisor = new DeskAdvisor();

    @Override
    public Object start(IApplicationContext context) {
        Optional.ofNullable(context.getBrandingBundle()).ifPresent(bundle -> System.setProperty(VERSION, bundle.getVersion().toString()));
        TableLibrary tables = TableLibrary.inBackground();
        Display display;
        try {
            display = PlatformUI.createDisplay();
        } catch (SWTError e) {
            System.err.println(texts.get("start.no-display"));
            return IApplication.EXIT_OK;
        }
        try {
            if (!ownsWorkspace(display))
                return IApplication.EXIT_OK;
            NodeStart.inBackground();
            EarlyClasses.inBackground();
            BeforeWorkbench.run();
            tables.await();
            TextUndo.install(display);
            int code = PlatformUI.createAndRunWorkbench(display, advisor);
            releaseWorkspace();
            return code == PlatformUI.RETURN_RESTART ? IApplication.EXIT_RESTART : IApplication.EXIT_OK;
        } finally {
            display.dispose();
        }
    }

    /** Before Java ends: the first time it writes its class cache for some seconds then. */
    private static void releaseWorkspace() {
        Location location = Platform.getInstanceLocation();
        if (location != null)
            location.release();
    }

    /** Two desks would overwrite each other's layout. */
    private boolean ownsWorkspace(Display display) {
        Location location = Platform.getInstanceLocation();
        if (location == null || !location.isSet())
            return true;
        String problem;
        try {
            if (location.lock())
                return true;
            problem = texts.get("start.workspace-in-use", location.getURL().getPath());
        } catch (IOException e) {
            problem = texts.get("start.workspace-unwritable", location.getURL().getPath(), e.getMessage());
        }
        System.err.println("trunkline: " + problem);
        var shell = new Shell(display);
        MessageDialog.openError(shell, "Trunkline", problem); // SWT's own box has a Chinese OK that means "normal"
        shell.dispose();
        return false;
    }

    @Override
    public void stop() {
        if (!PlatformUI.isWorkbenchRunning())
            return;
        IWorkbench workbench = PlatformUI.getWorkbench();
        Display display = workbench.getDisplay();
        display.asyncExec(() -> {
            if (display.isDisposed())
                return;
            advisor.endUnasked();
            workbench.close();
        });
    }
}
