package org.trunkline.ui.trunks.internal.change;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.config.LoggedChange;

/** The change that Ctrl+Z means: the last one by the user that is in force, whether or not it can be taken back here. */
final class LastChange {
    /** Actions that the audit notes and that change nothing. */
    private static final Set<String> NO_CHANGE = Set.of("call", "listen", "search", "export", "check-sync");
    private static final String CARD = "phone-card";
    /** Note of a card that gave no new password. */
    private static final String SAME_PASSWORD = "with the password there was";

    private LastChange() {}

    /** @param changes newest first */
    static Optional<LoggedChange> by(String who, List<LoggedChange> changes) {
        return changes.stream().filter(c -> c.who().equals(who) && c.takesBack().isEmpty() && c.takenBackBy().isEmpty()
                && changes(c)).findFirst();
    }

    private static boolean changes(LoggedChange note) {
        return !NO_CHANGE.contains(note.action()) && !(note.action().equals(CARD) && note.note().equals(SAME_PASSWORD));
    }
}
