package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Asks whose phone is to listen to a live call. */
public final class ListenAction implements SelectionAction {
    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) {
        if (!(targets.getFirst() instanceof ActionTarget.OfCall(var call)))
            return ActionOutcome.said("");
        return new ActionOutcome("", () -> {
            var window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
            ListenDialog.open(window.getShell(), window.getService(ActiveNode.class), call);
        });
    }
}
