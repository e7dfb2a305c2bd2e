package org.trunkline.ui.internal;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.EmbeddedNode;

/** Starts the embedded node anew. */
public final class RestartNodeHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        Optional.ofNullable(PlatformUI.getWorkbench().getService(EmbeddedNode.class))
                .ifPresent(EmbeddedNode::startAgain);
        return null; // what the framework asks for
    }
}
