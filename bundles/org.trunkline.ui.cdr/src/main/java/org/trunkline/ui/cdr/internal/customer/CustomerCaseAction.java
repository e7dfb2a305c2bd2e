package org.trunkline.ui.cdr.internal.customer;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.ui.Texts;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Reads the call and asks where its case file for a customer goes. */
public final class CustomerCaseAction implements SelectionAction {
    private final Texts texts = Texts.of(CustomerCaseAction.class);

    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws NodeUnavailableException {
        var call = id(targets.getFirst());
        Optional<CallCase> known = call.isPresent() && node.isPresent() ? node.get().callCase(call.get()) : Optional.empty();
        if (known.isPresent())
            return new ActionOutcome("", () -> ask(known.get()));
        return ActionOutcome.said(texts.get(targets.getFirst() instanceof ActionTarget.OfCall ? "customer.not-ended" : "customer.gone"));
    }

    private static Optional<CallId> id(ActionTarget target) {
        return switch (target) {
            case ActionTarget.OfCall(var call) -> Optional.of(call.id());
            case ActionTarget.OfRecord(var row) -> Optional.of(row.id());
            case ActionTarget.OfEntry entry -> Optional.empty();
        };
    }

    private static void ask(CallCase known) {
        var window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        if (window != null)
            new CustomerCaseDialog(window.getShell(), known).open();
    }
}
