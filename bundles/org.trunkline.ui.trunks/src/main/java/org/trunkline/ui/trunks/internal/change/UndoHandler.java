package org.trunkline.ui.trunks.internal.change;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.action.IStatusLineManager;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;

/** Takes back the last change by the user of this desk. While a text field has the focus, the field handles the key. */
public final class UndoHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        var shell = window.getShell();
        var jobs = new NodeJobs(window.getService(ActiveNode.class), shell);
        if (HandlerUtil.getActiveSite(event) instanceof IViewSite site) {
            IStatusLineManager line = site.getActionBars().getStatusLineManager();
            new TakeBack(jobs, said -> {
                line.setErrorMessage(null);
                line.setMessage(said);
            }, line::setErrorMessage).last(shell);
        }
        return null; // what the framework asks for
    }

    @Override
    public boolean isEnabled() {
        Control focus = Display.getCurrent() == null ? null : Display.getCurrent().getFocusControl();
        return !(focus instanceof Text || focus instanceof Spinner || focus instanceof Combo || focus instanceof StyledText);
    }
}
