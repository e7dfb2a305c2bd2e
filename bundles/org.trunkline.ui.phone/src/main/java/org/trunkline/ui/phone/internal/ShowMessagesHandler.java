package org.trunkline.ui.phone.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;

/** Opens the messages in the area that is shown. */
public final class ShowMessagesHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        MessagesView.open(HandlerUtil.getActiveWorkbenchWindow(event));
        return null; // what the framework asks for
    }
}
