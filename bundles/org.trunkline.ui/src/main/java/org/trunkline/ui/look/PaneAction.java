package org.trunkline.ui.look;

import static java.util.Objects.requireNonNull;

/** A button in an empty pane. @param label in the imperative: {@code Add trunk…} */
public record PaneAction(String label, Runnable action) {
    public PaneAction {
        requireNonNull(label);
        requireNonNull(action);
    }
}
