package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Asks for a number that a subscriber's phones call. */
public final class ConnectAction implements SelectionAction {
    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) {
        return targets.getFirst().entryKey().map(subscriber -> new ActionOutcome("", () -> {
            var window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
            new ConnectDialog(window.getShell(), window.getService(ActiveNode.class), subscriber).open();
        })).orElseGet(() -> ActionOutcome.said(""));
    }
}
