package org.trunkline.ui.trunks.internal.card;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;

/** Asks a subscriber's phones to fetch their settings, and says which did not accept. */
public final class CheckSyncAction implements SelectionAction {
    private final Texts texts = Texts.of(CheckSyncAction.class);

    @Override
    public ActionOutcome run(List<ActionTarget> targets, Optional<Node> node) throws NodeUnavailableException {
        var username = PhoneCardAction.username(targets);
        if (username.isEmpty() || node.isEmpty())
            return ActionOutcome.said(texts.get("card.no-node"));
        var answers = node.get().phones().checkSync(username.get());
        return ActionOutcome.said(answers.map(all -> sentence(username.get(), all)).orElseGet(() -> texts.get("card.gone", username.get())));
    }

    private String sentence(String username, List<CheckSyncAnswer> answers) {
        if (answers.isEmpty())
            return texts.get("sync.none", username);
        var refused = answers.stream().filter(a -> !a.told()).map(a -> (a.userAgent().isEmpty() ? a.contact() : a.userAgent()) + ": "
                + StateText.create().of(a.said())).collect(Collectors.joining("; "));
        long told = answers.stream().filter(CheckSyncAnswer::told).count();
        return refused.isEmpty() ? texts.get("sync.told", username, told) : texts.get("sync.refused", username, told, answers.size(), refused);
    }
}
