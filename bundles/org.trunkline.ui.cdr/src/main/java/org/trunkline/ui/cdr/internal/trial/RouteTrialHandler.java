package org.trunkline.ui.cdr.internal.trial;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.DeskCommands;

/** Opens Try route where the user is, with a number where one is given. */
public final class RouteTrialHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        try {
            var page = HandlerUtil.getActiveWorkbenchWindow(event).getActivePage();
            var number = Optional.ofNullable(event.getParameter(DeskCommands.TRY_ROUTE_NUMBER));
            if (page.showView(RouteTrialView.ID) instanceof RouteTrialView view)
                number.ifPresent(view::tryNumber);
        } catch (PartInitException e) {
            throw new ExecutionException("the view cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
