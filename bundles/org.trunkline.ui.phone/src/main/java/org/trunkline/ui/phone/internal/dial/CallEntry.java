package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.node.Node;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Calls a subscriber, a number or a ring group from its table. */
public final class CallEntry implements SelectionAction {
    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws Exception {
        if (!(targets.getFirst() instanceof ActionTarget.OfEntry(var entry)) || entry.key().isEmpty())
            return ActionOutcome.said("");
        String key = entry.key().get();
        Optional<String> number = entry.kind().equals("ring-group") && node.isPresent()
                ? node.get().ringGroups().find(key).flatMap(RingGroup::number) : Optional.empty();
        return new ActionOutcome("", () -> DeskCommands.call(number.orElse(key)));
    }
}
