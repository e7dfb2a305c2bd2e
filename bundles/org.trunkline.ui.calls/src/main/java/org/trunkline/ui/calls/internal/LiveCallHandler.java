package org.trunkline.ui.calls.internal;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.domain.call.CallId;
import org.trunkline.ui.DeskCommands;

/** Opens Operations on a call in progress. */
public final class LiveCallHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        var window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        try {
            var page = window.getWorkbench().showPerspective(OperationsPerspective.ID, window);
            if (page.showView(LiveCallsView.ID) instanceof LiveCallsView view)
                Optional.ofNullable(event.getParameter(DeskCommands.LIVE_CALL_ID)).map(CallId::new).ifPresent(view::select);
        } catch (WorkbenchException e) {
            throw new ExecutionException("Operations cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
