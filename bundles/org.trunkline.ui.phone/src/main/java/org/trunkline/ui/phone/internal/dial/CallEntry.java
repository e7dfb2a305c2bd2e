package org.trunkline.ui.phone.internal.dial;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
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
        return number(targets.getFirst(), node).map(number -> new ActionOutcome("", () -> DeskCommands.call(number)))
                .orElseGet(() -> ActionOutcome.said(""));
    }

    /** By which an entry is reached: the number of a ring group where it has one, else its key. Not on the UI thread. */
    public static Optional<String> number(ActionTarget target, Optional<Node> node) throws NodeUnavailableException {
        if (!(target instanceof ActionTarget.OfEntry(var entry)) || entry.key().isEmpty())
            return Optional.empty();
        String key = entry.key().get();
        Optional<String> number = entry.kind().equals("ring-group") && node.isPresent()
                ? node.get().ringGroups().find(key).flatMap(RingGroup::number) : Optional.empty();
        return number.or(() -> Optional.of(key));
    }
}
