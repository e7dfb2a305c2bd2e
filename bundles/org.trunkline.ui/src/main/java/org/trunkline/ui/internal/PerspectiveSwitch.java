package org.trunkline.ui.internal;

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

/** The areas of the desk, in words, in the order of their keys. */
public final class PerspectiveSwitch extends WorkbenchWindowControlContribution {
    private static final Logger LOG = LoggerFactory.getLogger(PerspectiveSwitch.class);
    private static final int RETRY_MS = 50;
    private static final String[] ORDER = {"operations", "trunks", "records", "quality"};

    @Override
    protected Control createControl(Composite parent) {
        IWorkbench workbench = PlatformUI.getWorkbench();
        var bar = new ToolBar(parent, SWT.FLAT | SWT.HORIZONTAL);
        int number = 1;
        for (String area : ORDER) {
            IPerspectiveDescriptor perspective = workbench.getPerspectiveRegistry()
                    .findPerspectiveWithId("org.trunkline.ui.perspective." + area);
            if (perspective != null)
                item(bar, workbench, perspective, number);
            number++;
        }
        // the toolbar is made before its window
        UiThread.post(bar, () -> follow(bar, workbench.getActiveWorkbenchWindow()));
        return bar;
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

    private static void item(ToolBar bar, IWorkbench workbench, IPerspectiveDescriptor perspective, int number) {
        var item = new ToolItem(bar, SWT.RADIO);
        item.setText(" " + perspective.getLabel().replace("&", "&&") + " "); // room that the theme does not give
        item.setToolTipText(perspective.getLabel() + " (Ctrl+" + number + ")");
        item.setData(perspective.getId());
        item.addListener(SWT.Selection, e -> {
            if (item.getSelection())
                show(workbench, perspective);
        });
    }

    private static void show(IWorkbench workbench, IPerspectiveDescriptor perspective) {
        try {
            workbench.showPerspective(perspective.getId(), workbench.getActiveWorkbenchWindow());
        } catch (WorkbenchException e) {
            LOG.error("perspective {}", perspective.getId(), e);
        }
    }

    private static void mark(ToolBar bar, IPerspectiveDescriptor perspective) {
        if (bar.isDisposed() || perspective == null)
            return;
        for (ToolItem item : bar.getItems())
            item.setSelection(perspective.getId().equals(item.getData()));
    }
}
