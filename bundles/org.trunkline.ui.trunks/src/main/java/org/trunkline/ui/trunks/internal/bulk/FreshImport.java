package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.export.entry.EntryImport;

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

    /** Waits for the node: not on the UI thread. */
    static FreshImport make(Node node, EntryImport<?> previewed, EntryImport<?> now) throws NodeUnavailableException {
        return new FreshImport(now, now.doesTheSame(previewed) ? Optional.of(node.apply(now.changes())) : Optional.empty());
    }
}
