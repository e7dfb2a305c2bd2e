package org.trunkline.ui.trunks.internal.testcall;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;
import org.trunkline.ui.search.CdrNavigator;

/** Opens the dialog of test calls for a trunk. */
public final class TestCallAction implements SelectionAction {
    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) {
        return targets.getFirst().entryKey().map(trunk -> new ActionOutcome("", () -> {
            var window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
            TestCallDialog.open(window.getShell(), window.getService(ActiveNode.class), window.getService(CdrNavigator.class),
                    () -> new CalledOver.Saved(trunk));
        })).orElseGet(() -> ActionOutcome.said(""));
    }
}
