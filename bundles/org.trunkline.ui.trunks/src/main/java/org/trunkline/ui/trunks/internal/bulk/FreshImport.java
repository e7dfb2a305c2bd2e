package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.ui.trunks.internal.bulk.ImportMade.End;

/**
 * A previewed import, made with the entries as they are now: what somebody else changed since the preview is not taken back.
 *
 * @param plan with the entries as they are now
 * @param result empty where the plan is not what was previewed; then nothing was changed
 */
record FreshImport(EntryImport<?> plan, Optional<SaveResult<List<Record>>> result) {
    FreshImport {
        requireNonNull(plan);
        requireNonNull(result);
    }

    /** In one transaction. */
    record Plan(EntryImport<?> whole) implements ImportPlan {
        Plan {
            requireNonNull(whole);
        }

        @Override
        public List<? extends ImportRow<?>> rows() {
            return whole.rows();
        }
    }

    /** Waits for the node: not on the UI thread. */
    static FreshImport make(Node node, EntryImport<?> previewed, EntryImport<?> now) throws NodeUnavailableException {
        return new FreshImport(now, now.doesTheSame(previewed) ? Optional.of(node.apply(now.changes())) : Optional.empty());
    }

    ImportMade made() {
        var now = new Plan(plan);
        return result.map(became -> switch (became) {
            case SaveResult.Saved<List<Record>> _ -> new ImportMade(now, End.DONE, "");
            case SaveResult.Rejected<List<Record>>(var errors) -> new ImportMade(new Plan(plan.with(errors)), End.WRONG, "");
            case SaveResult.Missing<List<Record>>(String key) -> new ImportMade(now, End.REFUSED, key);
            case SaveResult.InUse<List<Record>>(var users) -> new ImportMade(now, End.REFUSED, String.join(", ", users));
        }).orElseGet(() -> new ImportMade(now, End.CHANGED_MEANWHILE, ""));
    }
}
