package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

/**
 * What became of an action.
 *
 * @param said for the status line; empty to say nothing
 * @param then done on the UI thread: opens a view, fills the clipboard
 */
public record ActionOutcome(String said, Runnable then) {
    public ActionOutcome {
        requireNonNull(said);
        requireNonNull(then);
    }

    public static ActionOutcome said(String sentence) {
        return new ActionOutcome(sentence, () -> { });
    }
}
