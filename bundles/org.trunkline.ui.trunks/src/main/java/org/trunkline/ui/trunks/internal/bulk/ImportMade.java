package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

/**
 * What became of an import.
 *
 * @param plan with the entries as they are now
 * @param because what refuses it; empty where the rows tell
 */
record ImportMade(ImportPlan plan, End end, String because) {
    enum End {
        DONE,
        /** The plan is not what was previewed; nothing was changed. */
        CHANGED_MEANWHILE,
        /** Rows have errors now; nothing was changed. */
        WRONG, REFUSED,
        /** Some rows were imported, then one was not: its row says why. */
        STOPPED
    }

    ImportMade {
        requireNonNull(plan);
        requireNonNull(end);
        requireNonNull(because);
    }
}
