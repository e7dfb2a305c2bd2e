package org.trunkline.ui.internal.desk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.service.datalocation.Location;
import org.eclipse.swt.SWT;
import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.CallLinks;
import org.trunkline.ui.Texts;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.node.NodeStart;
import org.trunkline.ui.look.TabSelects;
import org.trunkline.ui.look.TextUndo;

/** Starts and ends the desk. */
public final class DeskApplication implements IApplication {
    /** System property that {@code about.mappings} puts into the text of About. */
    private static final String VERSION = "desk.version";

    private final Texts texts = Texts.of(StatusWords.class);
    private final DeskAdvisor advisor = new DeskAdvisor();

    @Override
    public Object start(IApplicationContext context) {
        Optional.ofNullable(context.getBrandingBundle()).ifPresent(bundle -> System.setProperty(VERSION, bundle.getVersion().toString()));
        logInBackground();
        TableLibrary tables = TableLibrary.inBackground();
        Display display;
        try {
            display = PlatformUI.createDisplay();
        } catch (SWTError e) {
            System.err.println(texts.get("start.no-display"));
            return IApplication.EXIT_OK;
        }
        try {
            boolean handedOver = links(context, display);
            if (!ownsWorkspace(display, handedOver))
                return IApplication.EXIT_OK;
            NodeStart.inBackground();
            EarlyClasses.inBackground();
            BeforeWorkbench.run();
            tables.await();
            TextUndo.install(display);
            TabSelects.install(display);
            int code = PlatformUI.createAndRunWorkbench(display, advisor);
            releaseWorkspace();
            return code == PlatformUI.RETURN_RESTART ? IApplication.EXIT_RESTART : IApplication.EXIT_OK;
        } finally {
            display.dispose();
        }
    }

    /** Reads the settings of the log beside the opening of the window: until then SLF4J keeps what is logged. */
    private static void logInBackground() {
        Thread.ofPlatform().name("desk-log-start").daemon().start(LoggerFactory::getILoggerFactory);
    }

    /** Before Java ends: the first time it writes its class cache for some seconds then. */
    private static void releaseWorkspace() {
        Location location = Platform.getInstanceLocation();
        if (location != null)
            location.release();
    }

    /** Those of the command line, and on macOS those that the system sends later. @return whether the command line had one */
    private static boolean links(IApplicationContext context, Display display) {
        display.addListener(SWT.OpenUrl, e -> CallLinks.ofWorkspace().offer(List.of(e.text)));
        return context.getArguments().get(IApplicationContext.APPLICATION_ARGS) instanceof String[] arguments
                && CallLinks.ofWorkspace().offer(List.of(arguments));
    }

    /** Two desks would overwrite each other's layout. @param handedOver whether the desk that has it open calls now */
    private boolean ownsWorkspace(Display display, boolean handedOver) {
        Location location = Platform.getInstanceLocation();
        if (location == null || !location.isSet())
            return true;
        String problem;
        try {
            if (location.lock())
                return true;
            if (handedOver)
                return false;
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
