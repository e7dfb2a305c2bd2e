package org.trunkline.ui.internal.area;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.WorkbenchException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the area that has a key. */
public final class AreaHandler extends AbstractHandler {
    static final String COMMAND = "org.trunkline.ui.area";
    static final String KEY = "org.trunkline.ui.area.key";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        var area = Areas.of(window.getWorkbench()).ofKey(String.valueOf(event.getParameter(KEY)));
        try {
            if (area.isPresent())
                window.getWorkbench().showPerspective(area.get().perspective(), window);
        } catch (WorkbenchException e) {
            throw new ExecutionException(area.get().perspective() + " cannot be shown", e);
        }
        return null; // what the framework asks for
    }
}
