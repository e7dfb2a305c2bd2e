package org.trunkline.ui.internal.area;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.IPerspectiveDescriptor;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PerspectiveAdapter;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.Contributions;
import org.trunkline.ui.internal.area.Areas.Area;

/** The areas of the desk, in words, in their order. */
public final class PerspectiveSwitch extends WorkbenchWindowControlContribution {
    private static final Logger LOG = LoggerFactory.getLogger(PerspectiveSwitch.class);
    private static final int RETRY_MS = 50;
    /** The workbench hears of the perspectives of a bundle at the same time. */
    private static final int SETTLE_MS = 300;

    @Override
    protected Control createControl(Composite parent) {
        IWorkbench workbench = PlatformUI.getWorkbench();
        var bar = new ToolBar(parent, SWT.FLAT | SWT.HORIZONTAL);
        fill(bar, workbench);
        Contributions.watch(Areas.POINT, bar, () -> UiThread.later(bar, SETTLE_MS, () -> refill(bar, workbench)));
        // the toolbar is made before its window
        UiThread.post(bar, () -> follow(bar, workbench.getActiveWorkbenchWindow()));
        return bar;
    }

    private static void fill(ToolBar bar, IWorkbench workbench) {
        Areas.of(workbench).list().forEach(area -> item(bar, workbench, area));
    }

    /** A bundle with an area came or went. */
    private static void refill(ToolBar bar, IWorkbench workbench) {
        LatePerspectives.register(workbench.getPerspectiveRegistry());
        for (ToolItem item : bar.getItems())
            item.dispose();
        fill(bar, workbench);
        IWorkbenchWindow window = workbench.getActiveWorkbenchWindow();
        if (window != null && window.getActivePage() != null)
            mark(bar, window.getActivePage().getPerspective());
        bar.requestLayout();
    }

    private static void follow(ToolBar bar, IWorkbenchWindow window) {
        if (window == null) {
            UiThread.later(bar, RETRY_MS, () -> follow(bar, PlatformUI.getWorkbench().getActiveWorkbenchWindow()));
            return;
        }
        var listener = new PerspectiveAdapter() {
            @Override
            public void perspectiveActivated(IWorkbenchPage page, IPerspectiveDescriptor perspective) {
                mark(bar, perspective);
            }
        };
        window.addPerspectiveListener(listener);
        bar.addListener(SWT.Dispose, e -> window.removePerspectiveListener(listener));
        if (window.getActivePage() != null)
            mark(bar, window.getActivePage().getPerspective());
    }

    private static void item(ToolBar bar, IWorkbench workbench, Area area) {
        var item = new ToolItem(bar, SWT.RADIO);
        item.setText(" " + area.label().replace("&", "&&") + " "); // room that the theme does not give
        item.setToolTipText(area.label().replace("&", "&&") + area.key().map(key -> " (Ctrl+" + key + ")").orElse(""));
        item.setData(area.perspective());
        item.addListener(SWT.Selection, e -> {
            if (item.getSelection())
                show(workbench, area);
        });
    }

    private static void show(IWorkbench workbench, Area area) {
        try {
            workbench.showPerspective(area.perspective(), workbench.getActiveWorkbenchWindow());
        } catch (WorkbenchException e) {
            LOG.error("perspective {}", area.perspective(), e);
        }
    }

    private static void mark(ToolBar bar, IPerspectiveDescriptor perspective) {
        if (bar.isDisposed() || perspective == null)
            return;
        for (ToolItem item : bar.getItems())
            item.setSelection(perspective.getId().equals(item.getData()));
    }
}
