package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;

import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.entry.ImportRow.State;

/** What an import does, row by row. */
interface ImportPlan {
    List<? extends ImportRow<?>> rows();

    default int count(State state) {
        return (int) rows().stream().filter(row -> row.state() == state).count();
    }

    /** Whether each row does what it does there. */
    default boolean doesTheSame(ImportPlan other) {
        return effects(this).equals(effects(other));
    }

    /** Of one row. */
    record Effect(String key, State state, List<Difference> differences) {}

    private static List<Effect> effects(ImportPlan plan) {
        return plan.rows().stream().map(row -> new Effect(row.key(), row.state(), row.differences())).toList();
    }
}
