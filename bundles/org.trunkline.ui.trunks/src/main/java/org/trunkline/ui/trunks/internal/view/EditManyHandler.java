package org.trunkline.ui.trunks.internal.view;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;

/** Edits the entries that are selected in the list. */
public final class EditManyHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActiveWorkbenchWindow(event).getActivePage().findView(EntriesView.ID) instanceof EntriesView entries)
            entries.editSelected();
        return null; // what the framework asks for
    }
}
