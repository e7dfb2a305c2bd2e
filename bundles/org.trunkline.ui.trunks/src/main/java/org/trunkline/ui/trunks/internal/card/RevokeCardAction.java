package org.trunkline.ui.trunks.internal.card;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Ends the card of a subscriber, after a question: its phones fetch no settings from then on. */
public final class RevokeCardAction implements SelectionAction {
    private final Texts texts = Texts.of(RevokeCardAction.class);

    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) {
        var username = PhoneCardAction.username(targets);
        if (username.isEmpty() || node.isEmpty())
            return ActionOutcome.said(texts.get("card.no-node"));
        return new ActionOutcome("", () -> ask(PlatformUI.getWorkbench().getActiveWorkbenchWindow(), username.get()));
    }

    private void ask(IWorkbenchWindow window, String username) {
        Question.ask(window.getShell(), texts.get("card.title", username), texts.get("revoke.sure", username),
                List.of(new Question.Answer(texts.get("revoke.yes"), () -> revoke(window, username))), texts.get("card.cancel"));
    }

    private void revoke(IWorkbenchWindow window, String username) {
        var jobs = new NodeJobs(window.getService(ActiveNode.class), window.getShell());
        jobs.run(texts.get("revoke.doing", username), (node, _) -> node.phones().revoke(username),
                there -> say(window, texts.get(there ? "revoke.done" : "card.gone", username), false),
                failure -> say(window, failure.message(), true));
    }

    private static void say(IWorkbenchWindow window, String text, boolean error) {
        if (window.getActivePage().getActivePart() instanceof IViewPart view) {
            var line = view.getViewSite().getActionBars().getStatusLineManager();
            line.setErrorMessage(error ? text : null);
            if (!error)
                line.setMessage(text);
        }
    }
}
