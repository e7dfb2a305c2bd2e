package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.AuditEntry;
import org.trunkline.engine.port.config.StoreException;

/** Why a change is not taken back. */
record Refusals(ConfigStore store) {
    /** That it was taken back already; empty where it is in force. */
    Optional<FieldError> takenBack(AuditChange change) throws StoreException {
        return change.undoneBy().isEmpty() ? Optional.empty()
                : store.change(change.undoneBy().getAsLong()).map(by -> takenBack(by.entry()));
    }

    /** @param by what took it back */
    static FieldError takenBack(AuditEntry by) {
        return new FieldError("", "taken-back", List.of(by.subject(), by.who(), by.at().toString()), by.subject()
                + ": that change was taken back already by " + by.who() + " at " + by.at());
    }

    FieldError changedSince(AuditChange change) throws StoreException {
        var later = store.later(change.entry().subject(), change.id());
        return changedSince(change, later.isEmpty() ? change : later.getFirst());
    }

    /** @param by what changed it since */
    static FieldError changedSince(AuditChange change, AuditChange by) {
        String subject = change.entry().subject();
        return new FieldError("", "changed-since", List.of(subject, by.entry().who(), by.entry().at().toString()), subject
                + " was changed since by " + by.entry().who() + " at " + by.entry().at() + ": take that change back first");
    }

    static FieldError refusal(String code, AuditChange change, String why) {
        String subject = change.entry().subject();
        return new FieldError("", code, List.of(subject), subject + " " + why);
    }

    /** A result that is not saved, as one of another type. */
    static <T> SaveResult<T> retyped(SaveResult<?> why) {
        return switch (why) {
            case SaveResult.Rejected<?> rejected -> new SaveResult.Rejected<>(rejected.errors());
            case SaveResult.Missing<?> missing -> new SaveResult.Missing<>(missing.key());
            case SaveResult.InUse<?> used -> new SaveResult.InUse<>(used.dependents());
            case SaveResult.Saved<?> _ -> throw new IllegalArgumentException("saved");
        };
    }
}
