package org.trunkline.ui.phone.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;

/** Opens the phone in the area that is shown. */
public final class ShowPhoneHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        PhoneView.open(HandlerUtil.getActiveWorkbenchWindow(event));
        return null; // what the framework asks for
    }
}
