package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.settings.Settings;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.config.Configurations.Plan;
import org.trunkline.node.internal.config.Configurations.Plans;

/**
 * The changes that the audit keeps. A change is taken back by a new one, checked as any other.
 *
 * @param entries of plug-ins
 */
public record StoredChangeLog(ConfigStore store, Catalogs catalogs, PluginEntries entries, Settings settings) implements ChangeLog {
    private static final int LONGEST = 2_000;

    @Override
    public Page<LoggedChange> list(String filter, Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_PAGE)
            throw new IllegalArgumentException("limit: " + limit);
        try {
            long below = after.map(Long::parseLong).orElse(Long.MAX_VALUE);
            var found = store.changes(filter, below, limit + 1);
            var shown = found.subList(0, Math.min(limit, found.size()));
            return new Page<>(shown.stream().map(StoredChangeLog::logged).toList(), store.countChanges(filter),
                    found.size() > limit ? Optional.of(String.valueOf(shown.getLast().id())) : Optional.empty());
        } catch (StoreException e) {
            throw unreadable(e);
        }
    }

    static NodeUnavailableException unreadable(StoreException e) {
        return new NodeUnavailableException("audit-unreadable", List.of(String.valueOf(e.getMessage())),
                "The audit cannot be read: " + e.getMessage(), e);
    }

    private Refusals refusals() {
        return new Refusals(store);
    }

    private static LoggedChange logged(AuditChange change) {
        var entry = change.entry();
        boolean known = change.before().isPresent() && change.after().isPresent();
        var fields = known ? fields(change.before().get(), change.after().get()) : List.<LoggedChange.Field>of();
        return new LoggedChange(change.id(), change.revision(), entry.at(), entry.who(), entry.action(), entry.subject(),
                known ? key(change) : Optional.empty(), fields, change.secretSet(), known ? "" : entry.detail(),
                ofOneKind(entry.subject()) ? change.together() : 1, change.undoes(), change.undoneBy());
    }

    private static Optional<LoggedChange.Key> key(AuditChange change) {
        if (SettingsUndo.isOf(change))
            return change.after().map(SettingsUndo::key);
        String subject = change.entry().subject();
        return EntryKind.ALL.stream().flatMap(kind -> kind.keyOf(subject).map(key -> new LoggedChange.Key(kind.code(), key))
                .stream()).findFirst().or(() -> PluginUndo.subject(change).map(of -> new LoggedChange.Key(of.kind(), of.key())))
                .or(() -> SavedSearchUndo.key(subject)).or(() -> RetentionUndo.key(change));
    }

    /** Other subjects share their revision with changes that are not their own. */
    private static boolean ofOneKind(String subject) {
        return EntryKind.ALL.stream().anyMatch(kind -> kind.keyOf(subject).isPresent());
    }

    private static List<LoggedChange.Field> fields(Map<String, String> before, Map<String, String> after) {
        var paths = new ArrayList<>(after.keySet());
        before.keySet().stream().filter(path -> !after.containsKey(path)).forEach(paths::add);
        return paths.stream().map(path -> new LoggedChange.Field(path, cut(before.getOrDefault(path, "")),
                cut(after.getOrDefault(path, "")))).filter(f -> !f.before().equals(f.after())).toList();
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    @Override
    public SaveResult<Integer> takeBack(long id, boolean together) throws NodeUnavailableException {
        var asked = asked(id);
        if (asked.filter(SettingsUndo::isOf).isPresent())
            return new SettingsUndo(store, settings).takeBack(asked.get());
        if (asked.filter(change -> PluginUndo.subject(change).isPresent()).isPresent())
            return new PluginUndo(store, entries).takeBack(asked.get());
        var result = catalogs.configurations().changeAll(configuration -> plan(configuration, id, together));
        return switch (result) {
            case SaveResult.Saved<List<String>>(var done) -> new SaveResult.Saved<>(done.size());
            case SaveResult.Rejected<List<String>>(var errors) -> new SaveResult.Rejected<>(errors);
            case SaveResult.Missing<List<String>>(String key) -> new SaveResult.Missing<>(key);
            case SaveResult.InUse<List<String>>(var dependents) -> new SaveResult.InUse<>(dependents);
        };
    }

    private Optional<AuditChange> asked(long id) throws NodeUnavailableException {
        try {
            return store.change(id);
        } catch (StoreException e) {
            throw unreadable(e);
        }
    }

    private Plans<String> plan(Configuration configuration, long id, boolean together) throws StoreException {
        var asked = store.change(id);
        if (asked.isEmpty())
            return Plans.refused(new SaveResult.Missing<>(String.valueOf(id)));
        var changes = together && ofOneKind(asked.get().entry().subject()) ? store.changesOf(asked.get().revision()) : List.of(asked.get());
        if (AuditSubject.key(AuditSubject.LEGAL_HOLD, asked.get().entry().subject()).isPresent())
            return Plans.refused(Refusals.refusal("hold-is-evidence", asked.get(), "is evidence and cannot be taken back: the list of"
                    + " holds and who set or lifted them must stay true. Set or lift the hold itself"));
        if (changes.isEmpty())
            return Plans.refused(Refusals.refusal("not-revertible", asked.get(), "is no entry that can be taken back"));
        var next = configuration;
        var planned = new ArrayList<ConfigChange>();
        for (var change : changes)
            switch (plan(next, change)) {
                case Plan.Refused<?> refused -> {
                    return Plans.refused(retyped(refused.result()));
                }
                case Plan.Change<?> undo -> {
                    planned.addAll(undo.changes());
                    next = next.with(undo.changes(), next.revision());
                }
            }
        return new Plans<>(planned, changes.stream().map(c -> c.entry().subject()).toList(), List.of(),
                changes.stream().map(AuditChange::id).toList());
    }

    private static SaveResult<List<String>> retyped(SaveResult<?> why) {
        return switch (why) {
            case SaveResult.Rejected<?> rejected -> new SaveResult.Rejected<>(rejected.errors());
            case SaveResult.Missing<?> missing -> new SaveResult.Missing<>(missing.key());
            case SaveResult.InUse<?> used -> new SaveResult.InUse<>(used.dependents());
            case SaveResult.Saved<?> _ -> throw new IllegalStateException("saved while planning");
        };
    }

    private Plan<?> plan(Configuration configuration, AuditChange change) throws StoreException {
        for (var kind : EntryKind.ALL) {
            var key = kind.keyOf(change.entry().subject());
            if (key.isPresent() && change.before().isPresent() && change.after().isPresent())
                return plan(configuration, kind, key.get(), change);
        }
        if (SavedSearchUndo.key(change.entry().subject()).isPresent())
            return new SavedSearchUndo(store, catalogs.savedSearches()).plan(configuration, change, passwordChangedSince(change));
        if (RetentionUndo.isOf(change))
            return new RetentionUndo(store).plan(configuration, change);
        return new Plan.Refused<>(Refusals.refusal("not-revertible", change, "is no entry that can be taken back"));
    }

    private <E extends Record> Plan<E> plan(Configuration configuration, EntryKind<E> kind, String key, AuditChange change)
            throws StoreException {
        var catalog = catalogs.catalog(kind);
        var before = entry(kind, change.before().orElseThrow());
        var now = catalog.find(configuration, key);
        if (!now.equals(entry(kind, change.after().orElseThrow())) || passwordChangedSince(change))
            return new Plan.Refused<>(refusals().changedSince(change));
        if (before.isEmpty())
            return catalog.planDelete(configuration, key);
        var secret = store.secretBefore(change.id());
        if (secret.isEmpty() && catalog.hasSecret(before.get()) && (now.isEmpty() || change.secretSet()))
            return new Plan.Refused<>(Refusals.refusal("secret-gone", change, "had a password that is kept no more: set it again"));
        return catalog.planRestore(configuration, before.get(), secret);
    }

    private static <E extends Record> Optional<E> entry(EntryKind<E> kind, Map<String, String> texts) {
        return texts.isEmpty() ? Optional.empty() : Optional.of(EntryTexts.read(kind.schema(), texts, (_, _, _, _) -> { }));
    }

    /** Passwords are compared by what the audit says of them: they cannot be read. */
    private boolean passwordChangedSince(AuditChange change) throws StoreException {
        return change.secretSet() && store.later(change.entry().subject(), change.id()).stream()
                .anyMatch(l -> l.secretSet() && l.undoes().isEmpty() && l.undoneBy().isEmpty());
    }
}
