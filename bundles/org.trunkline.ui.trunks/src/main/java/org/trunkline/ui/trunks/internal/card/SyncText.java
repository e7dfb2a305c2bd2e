package org.trunkline.ui.trunks.internal.card;

import java.util.List;
import java.util.stream.Collectors;

import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** What phones answered that were asked to fetch their settings. */
record SyncText(Texts texts, StateText states) {
    /** Accepted, but there is nothing for it. */
    private static final String NO_CARD = "no-card";
    /** Accepted, but it would lose its password by a file without it. */
    private static final String KEEPS = "keeps-settings";
    /** Fetches all but the password. */
    private static final String LATER = "fetches-settings";

    /** Whether a phone accepted that will find nothing where its card led it. */
    static boolean needsCard(List<CheckSyncAnswer> answers) {
        return answers.stream().anyMatch(a -> a.told() && !fetches(a));
    }

    private static boolean fetches(CheckSyncAnswer answer) {
        return answer.told() && !has(answer, NO_CARD) && !has(answer, KEEPS);
    }

    private static boolean has(CheckSyncAnswer answer, String code) {
        return answer.said().code().equals(code);
    }

    static long told(List<CheckSyncAnswer> answers) {
        return answers.stream().filter(CheckSyncAnswer::told).count();
    }

    String of(String username, List<CheckSyncAnswer> answers) {
        if (answers.isEmpty())
            return texts.get("sync.none", username);
        if (answers.stream().allMatch(a -> a.told() && has(a, NO_CARD)))
            return texts.get("sync.no-card", username, answers.size());
        var others = answers.stream().filter(a -> !fetches(a)).map(a -> (a.userAgent().isEmpty() ? a.contact() : a.userAgent()) + ": "
                + states.of(a.said())).collect(Collectors.joining("; "));
        if (!others.isEmpty())
            return texts.get("sync.partly", username, answers.stream().filter(SyncText::fetches).count(), answers.size(), others);
        return texts.get(answers.stream().anyMatch(a -> has(a, LATER)) ? "sync.later" : "sync.told", username, answers.size());
    }
}
