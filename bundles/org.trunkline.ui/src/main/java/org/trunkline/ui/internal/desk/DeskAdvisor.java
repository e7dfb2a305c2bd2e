package org.trunkline.ui.internal.desk;

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
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.area.AreaOpening;
import org.trunkline.ui.internal.area.Areas;
import org.trunkline.ui.internal.area.ViewNames;
import org.trunkline.ui.internal.node.RemoteNodes;
import org.trunkline.ui.internal.parts.EmbeddedCalls;

/** What the workbench of the desk is like. */
final class DeskAdvisor extends WorkbenchAdvisor {
    static final String OPERATIONS = "org.trunkline.ui.perspective.operations";

    private Optional<Leaving> leaving = Optional.empty();

    @Override
    public void initialize(IWorkbenchConfigurer configurer) {
        configurer.setSaveAndRestore(true);
        IPreferenceStore preferences = PlatformUI.getPreferenceStore();
        preferences.setDefault(IWorkbenchPreferenceConstants.SHOW_PROGRESS_ON_STARTUP, false);
        preferences.setDefault(IWorkbenchPreferenceConstants.CLOSE_EDITORS_ON_EXIT, false);
        preferences.setDefault(IWorkbenchPreferenceConstants.SHOW_MEMORY_MONITOR, false);
    }

    /** Exit and the window's close button alike. */
    @Override
    public boolean preShutdown() {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        return window == null || leaving().mayClose(window.getShell());
    }

    /** The desk ends because its process does: there is nobody to ask. */
    void endUnasked() {
        leaving().unasked();
    }

    private Leaving leaving() {
        if (leaving.isEmpty())
            leaving = Optional.of(new Leaving(PlatformUI.getWorkbench(), new EmbeddedCalls(), this::title));
        return leaving.get();
    }

    private void title(String more) {
        for (IWorkbenchWindow window : PlatformUI.getWorkbench().getWorkbenchWindows())
            getWorkbenchConfigurer().getWindowConfigurer(window)
                    .setTitle(more.isEmpty() ? DeskWindowAdvisor.TITLE : DeskWindowAdvisor.TITLE + " – " + more);
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
                UiWatchdog.watch(PlatformUI.getWorkbench().getDisplay(), new BundleOfClass(context), PlatformUI.getWorkbench()::isClosing), null);
        KeptFocus.install(PlatformUI.getWorkbench());
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
