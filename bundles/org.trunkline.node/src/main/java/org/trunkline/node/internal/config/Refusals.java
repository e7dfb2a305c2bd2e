package org.trunkline.node.internal.config;

import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.StoreException;

/** Why a change is not taken back. */
record Refusals(ConfigStore store) {
    <T> SaveResult<T> changedSince(AuditChange change) throws StoreException {
        var later = store.later(change.entry().subject(), change.id());
        return changedSince(change, later.isEmpty() ? change : later.getFirst());
    }

    /** @param by what changed it since */
    static <T> SaveResult<T> changedSince(AuditChange change, AuditChange by) {
        String subject = change.entry().subject();
        return new SaveResult.Rejected<>(List.of(new FieldError("", "changed-since", List.of(subject, by.entry().who(),
                by.entry().at().toString()), subject + " was changed since by " + by.entry().who() + " at " + by.entry().at()
                + ": take that change back first")));
    }

    static <T> SaveResult<T> refusal(String code, AuditChange change, String why) {
        String subject = change.entry().subject();
        return new SaveResult.Rejected<>(List.of(new FieldError("", code, List.of(subject), subject + " " + why)));
    }
}
