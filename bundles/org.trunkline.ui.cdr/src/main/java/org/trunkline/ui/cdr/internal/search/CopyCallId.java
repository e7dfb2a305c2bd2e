package org.trunkline.ui.cdr.internal.search;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Copies the ids of calls, a line for each. */
public final class CopyCallId implements SelectionAction {
    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) {
        String ids = targets.stream().map(CopyCallId::id).filter(id -> !id.isEmpty()).collect(Collectors.joining("\n"));
        return new ActionOutcome("", () -> copy(ids));
    }

    private static String id(ActionTarget target) {
        return switch (target) {
            case ActionTarget.OfCall(var call) -> call.id().value();
            case ActionTarget.OfRecord(var row) -> row.id().value();
            case ActionTarget.OfEntry entry -> "";
        };
    }

    private static void copy(String text) {
        var clipboard = new Clipboard(Display.getCurrent());
        clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }
}
