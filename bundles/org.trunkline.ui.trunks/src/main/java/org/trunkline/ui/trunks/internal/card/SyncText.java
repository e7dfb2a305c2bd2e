package org.trunkline.ui.trunks.internal.card;

import java.util.List;
import java.util.stream.Collectors;

import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** What phones answered that were asked to fetch their settings. */
record SyncText(Texts texts) {
    private static final String NO_CARD = "no-card";

    /** Whether a phone accepted that will find nothing where its card led it. */
    static boolean needsCard(List<CheckSyncAnswer> answers) {
        return answers.stream().anyMatch(a -> a.told() && a.said().code().equals(NO_CARD));
    }

    static long told(List<CheckSyncAnswer> answers) {
        return answers.stream().filter(CheckSyncAnswer::told).count();
    }

    String of(String username, List<CheckSyncAnswer> answers) {
        if (answers.isEmpty())
            return texts.get("sync.none", username);
        var refused = answers.stream().filter(a -> !a.told()).map(a -> (a.userAgent().isEmpty() ? a.contact() : a.userAgent()) + ": "
                + StateText.create().of(a.said())).collect(Collectors.joining("; "));
        if (!refused.isEmpty())
            return texts.get("sync.refused", username, told(answers), answers.size(), refused);
        return texts.get(needsCard(answers) ? "sync.no-card" : "sync.told", username, told(answers));
    }
}
