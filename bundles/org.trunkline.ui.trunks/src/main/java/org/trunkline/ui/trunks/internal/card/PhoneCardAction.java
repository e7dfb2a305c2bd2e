package org.trunkline.ui.trunks.internal.card;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.schema.Secret;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Makes a card with a new password, after a question: phones with the old one are cut off. */
public final class PhoneCardAction implements SelectionAction {
    private final Texts texts = Texts.of(PhoneCardAction.class);

    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws NodeUnavailableException {
        var username = username(targets);
        if (username.isEmpty() || node.isEmpty())
            return ActionOutcome.said(texts.get("card.no-node"));
        long phones = node.get().registrations().stream().filter(r -> r.username().equals(username.get())).count();
        return new ActionOutcome("", () -> ask(username.get(), phones));
    }

    static Optional<String> username(List<ActionTarget> targets) {
        return targets.getFirst() instanceof ActionTarget.OfEntry(var entry) && entry.kind().equals("subscriber") ? entry.key()
                : Optional.empty();
    }

    void ask(String username, long phones) {
        var window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        Question.ask(window.getShell(), texts.get("card.title", username), texts.get("card.sure", username, phones),
                List.of(new Question.Answer(texts.get("card.new"), () -> PhoneCardDialog.open(window.getShell(),
                        window.getService(ActiveNode.class), username, Secret.KEPT))), texts.get("card.cancel"));
    }
}
