package org.trunkline.ui.phone.internal.message;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.node.Node;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;
import org.trunkline.ui.phone.internal.dial.CallEntry;

/** Begins a text message to a subscriber, a number or a ring group from its table. */
public final class MessageEntry implements SelectionAction {
    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws Exception {
        return CallEntry.number(targets.getFirst(), node).map(number -> new ActionOutcome("", () -> DeskCommands.message(number)))
                .orElseGet(() -> ActionOutcome.said(""));
    }
}
