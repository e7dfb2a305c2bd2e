package org.trunkline.ui.internal.node;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.ActiveNode;

/** Opens the connection dialog. */
public final class ConnectHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        new ConnectDialog(window.getShell(), window.getService(ActiveNode.class)).open();
        return null; // what the framework asks for
    }
}
