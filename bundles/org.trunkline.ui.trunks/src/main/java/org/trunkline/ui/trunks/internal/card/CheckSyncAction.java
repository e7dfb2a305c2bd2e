package org.trunkline.ui.trunks.internal.card;

import java.util.List;
import java.util.Optional;

import org.eclipse.ui.PlatformUI;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Asks a subscriber's phones to fetch their settings, and says which do not fetch them; offers a new card where they would find none. */
public final class CheckSyncAction implements SelectionAction {
    private final Texts texts = Texts.of(CheckSyncAction.class);

    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws NodeUnavailableException {
        var username = PhoneCardAction.username(targets);
        if (username.isEmpty() || node.isEmpty())
            return ActionOutcome.said(texts.get("card.no-node"));
        var answers = node.get().phones().checkSync(username.get());
        return answers.map(all -> outcome(username.get(), all)).orElseGet(() -> ActionOutcome.said(texts.get("card.gone", username.get())));
    }

    private ActionOutcome outcome(String username, List<CheckSyncAnswer> answers) {
        String said = new SyncText(texts, StateText.create()).of(username, answers);
        return SyncText.needsCard(answers) ? new ActionOutcome(said, () -> offerCard(username, said, answers)) : ActionOutcome.said(said);
    }

    private void offerCard(String username, String said, List<CheckSyncAnswer> answers) {
        long told = SyncText.told(answers);
        Question.ask(PlatformUI.getWorkbench().getActiveWorkbenchWindow().getShell(), texts.get("card.title", username),
                said, List.of(new Question.Answer(texts.get("sync.new-card"),
                        () -> new PhoneCardAction().ask(username, told))), texts.get("card.cancel"));
    }
}
