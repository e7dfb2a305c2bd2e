package org.trunkline.ui.internal;

import java.util.Optional;

import org.eclipse.core.runtime.Platform;
import org.eclipse.e4.ui.model.application.MApplication;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferenceConstants;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;
import org.eclipse.ui.views.IViewDescriptor;
import org.osgi.framework.BundleContext;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.UiFreezes;
import org.trunkline.ui.UiThread;

/** What the workbench of the desk is like. */
final class DeskAdvisor extends WorkbenchAdvisor {
    static final String OPERATIONS = "org.trunkline.ui.perspective.operations";

    @Override
    public void initialize(IWorkbenchConfigurer configurer) {
        configurer.setSaveAndRestore(true);
        IPreferenceStore preferences = PlatformUI.getPreferenceStore();
        preferences.setDefault(IWorkbenchPreferenceConstants.SHOW_PROGRESS_ON_STARTUP, false);
        preferences.setDefault(IWorkbenchPreferenceConstants.CLOSE_EDITORS_ON_EXIT, false);
        preferences.setDefault(IWorkbenchPreferenceConstants.SHOW_MEMORY_MONITOR, false);
    }

    @Override
    public WorkbenchWindowAdvisor createWorkbenchWindowAdvisor(IWorkbenchWindowConfigurer configurer) {
        return new DeskWindowAdvisor(configurer);
    }

    @Override
    public String getInitialWindowPerspectiveId() {
        return Areas.of(PlatformUI.getWorkbench()).list().stream().findFirst().map(Areas.Area::perspective)
                .orElse(OPERATIONS);
    }

    @Override
    public void preStartup() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        ViewNames.refresh(workbench.getService(MApplication.class).getChildren(),
                id -> Optional.ofNullable(workbench.getViewRegistry().find(id)).map(IViewDescriptor::getLabel));
    }

    @Override
    public void postStartup() {
        PreferencePages.keepOwn(PlatformUI.getWorkbench().getPreferenceManager());
        BundleContext context = Platform.getBundle("org.trunkline.ui").getBundleContext();
        context.registerService(UiFreezes.class,
                UiWatchdog.watch(PlatformUI.getWorkbench().getDisplay(), new BundleOfClass(context)), null);
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        for (IWorkbenchWindow open : PlatformUI.getWorkbench().getWorkbenchWindows())
            AreaOpening.watch(open);
        if (window != null)
            FirstUse.later(window);
        new RemoteNodes(PlatformUI.getWorkbench().getService(ActiveNode.class)).reconnect(problem -> {
            if (window != null)
                UiThread.post(window.getShell(), () -> StatusWords.error(window, problem));
        });
    }
}
