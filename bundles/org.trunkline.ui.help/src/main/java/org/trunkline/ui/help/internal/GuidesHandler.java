package org.trunkline.ui.help.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Opens the guides: at the guide and section named by the parameters, else at what the active view is for. */
public final class GuidesHandler extends AbstractHandler {
    static final String COMMAND = "org.trunkline.ui.help.guides";
    static final String GUIDE = "org.trunkline.ui.help.guide";
    static final String SECTION = "org.trunkline.ui.help.section";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        var page = HandlerUtil.getActiveWorkbenchWindowChecked(event).getActivePage();
        String active = page.getActivePart() == null ? "" : page.getActivePart().getSite().getId();
        String guide = event.getParameter(GUIDE);
        String section = event.getParameter(SECTION);
        try {
            if (page.showView(GuidesView.ID) instanceof GuidesView view)
                if (guide != null)
                    view.showGuide(guide, section == null ? "" : section);
                else
                    view.showFor(active);
        } catch (PartInitException e) {
            throw new ExecutionException("The guides cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
