package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.plugin.RestorableEntries;

/** Takes back changes of entries of plug-ins, which check them as any other change. Their old secrets are not kept. */
record PluginUndo(ConfigStore store, RestorableEntries entries) {
    private static final int EARLIER = 1_000;

    static Optional<AuditSubject> subject(AuditChange change) {
        return AuditSubject.read(change.entry().subject()).filter(subject -> subject.plugin().isPresent());
    }

    SaveResult<TakenBack> takeBack(AuditChange change) throws NodeUnavailableException {
        var subject = subject(change).orElseThrow();
        if (change.before().isEmpty() || change.after().isEmpty())
            return new SaveResult.Rejected<>(List.of(Refusals.refusal("not-revertible", change, "is no entry that can be taken back")));
        var kind = new PluginEntryStore.Kind(subject.plugin().orElseThrow(), subject.name());
        var former = new RestorableEntries.Former(subject.key(), change.before().get(), change.id());
        try {
            var result = entries.restore(kind, former, now -> objections(change, now));
            return switch (result) {
                case SaveResult.Saved<AuditChange>(var made) -> new SaveResult.Saved<>(StoredChangeLog.takenBack(List.of(made), List.of()));
                case SaveResult.Missing<AuditChange> _ -> new SaveResult.Rejected<>(List.of(new FieldError("", "plugin-away",
                        List.of(kind.plugin()), "The plug-in " + kind.plugin() + " does not run, so nothing was changed")));
                case SaveResult.Rejected<AuditChange> _, SaveResult.InUse<AuditChange> _ -> Refusals.retyped(result);
            };
        } catch (AlreadyUndoneException e) {
            return new SaveResult.Rejected<>(List.of(Refusals.takenBack(e.by())));
        }
    }

    private List<FieldError> objections(AuditChange change, Map<String, String> now) throws NodeUnavailableException {
        try {
            var fresh = store.change(change.id()).orElse(change);
            var refusals = new Refusals(store);
            var takenBack = refusals.takenBack(fresh);
            if (takenBack.isPresent())
                return List.of(takenBack.get());
            if (!Optional.of(now).equals(change.after()))
                return List.of(refusals.changedSince(change));
            return lostSecret(change, now) ? List.of(Refusals.refusal("secret-gone", change, "had a secret that is not kept: set it again"))
                    : List.of();
        } catch (StoreException e) {
            throw StoredChangeLog.unreadable(e);
        }
    }

    private boolean lostSecret(AuditChange change, Map<String, String> now) throws StoreException {
        if (change.before().filter(Map::isEmpty).isPresent())
            return false;
        if (!now.isEmpty())
            return change.secretSet();
        for (var earlier : store.changes(change.entry().subject(), change.id(), EARLIER))
            if (earlier.entry().subject().equals(change.entry().subject())) {
                if (earlier.secretSet())
                    return true;
                if (earlier.before().filter(Map::isEmpty).isPresent())
                    return false;
            }
        return false;
    }
}
