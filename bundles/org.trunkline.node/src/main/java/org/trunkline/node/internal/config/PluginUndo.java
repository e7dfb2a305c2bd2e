package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.StoreException;

/** Takes back changes of entries of plug-ins, which check them as any other change. Their old secrets are not kept. */
record PluginUndo(ConfigStore store, PluginEntries entries) {
    private static final int EARLIER = 1_000;

    static Optional<AuditSubject> subject(AuditChange change) {
        return AuditSubject.read(change.entry().subject()).filter(subject -> subject.plugin().isPresent());
    }

    SaveResult<Integer> takeBack(AuditChange change) throws NodeUnavailableException {
        var subject = subject(change).orElseThrow();
        try {
            if (change.before().isEmpty() || change.after().isEmpty())
                return Refusals.refusal("not-revertible", change, "is no entry that can be taken back");
            var before = change.before().get();
            var now = entries.find(subject.plugin().orElseThrow(), subject.name(), subject.key()).map(PluginEntries.Entry::values).orElse(Map.of());
            if (!now.equals(change.after().get()))
                return new Refusals(store).changedSince(change);
            if (lostSecret(change, before, now))
                return Refusals.refusal("secret-gone", change, "had a secret that is not kept: set it again");
            return done(change, subject, restore(subject, before, now));
        } catch (StoreException e) {
            throw StoredChangeLog.unreadable(e);
        }
    }

    private boolean lostSecret(AuditChange change, Map<String, String> before, Map<String, String> now) throws StoreException {
        if (before.isEmpty())
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

    private SaveResult<PluginEntries.Entry> restore(AuditSubject of, Map<String, String> before, Map<String, String> now)
            throws NodeUnavailableException {
        String plugin = of.plugin().orElseThrow();
        if (before.isEmpty())
            return entries.delete(plugin, of.name(), of.key());
        return now.isEmpty() ? entries.create(plugin, of.name(), before)
                : entries.replace(plugin, of.name(), of.key(), before);
    }

    private SaveResult<Integer> done(AuditChange change, AuditSubject of, SaveResult<PluginEntries.Entry> result)
            throws StoreException {
        return switch (result) {
            case SaveResult.Saved<PluginEntries.Entry> _ -> {
                store.undone(change.id(), change.entry().subject());
                yield new SaveResult.Saved<>(1);
            }
            case SaveResult.Rejected<PluginEntries.Entry>(var errors) -> new SaveResult.Rejected<>(errors);
            case SaveResult.InUse<PluginEntries.Entry>(var users) -> new SaveResult.InUse<>(users);
            case SaveResult.Missing<PluginEntries.Entry> _ -> new SaveResult.Rejected<>(List.of(new FieldError("", "plugin-away",
                    List.of(of.plugin().orElseThrow()), "The plug-in " + of.plugin().orElseThrow() + " does not run, so nothing was changed")));
        };
    }
}
