package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.Undoing;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.config.Configurations.Plan;
import org.trunkline.node.internal.plugin.RestorableEntries;
import org.trunkline.node.internal.settings.AuditedSettings;

/**
 * The changes that the audit keeps. A change is taken back by a new one, checked as any other.
 *
 * @param entries of plug-ins
 */
public record StoredChangeLog(ConfigStore store, Catalogs catalogs, RestorableEntries entries, AuditedSettings settings)
        implements ChangeLog {
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
    public SaveResult<TakenBack> takeBack(long id, boolean together) throws NodeUnavailableException {
        var asked = asked(id);
        if (asked.isEmpty())
            return new SaveResult.Missing<>(String.valueOf(id));
        var change = asked.get();
        if (SettingsUndo.isOf(change))
            return new SettingsUndo(store, settings).takeBack(change);
        if (PluginUndo.subject(change).isPresent())
            return new PluginUndo(store, entries).takeBack(change);
        var result = catalogs.configurations().undo(configuration -> plan(configuration, change, together));
        return result instanceof SaveResult.Saved<List<AuditChange>>(var made) ? new SaveResult.Saved<>(takenBack(made, List.of()))
                : Refusals.retyped(result);
    }

    /** @param restart names of settings that wait for a restart */
    static TakenBack takenBack(List<AuditChange> made, List<String> restart) {
        return new TakenBack(made.stream().map(StoredChangeLog::logged).toList(), restart);
    }

    private Optional<AuditChange> asked(long id) throws NodeUnavailableException {
        try {
            return store.change(id);
        } catch (StoreException e) {
            throw unreadable(e);
        }
    }

    private Plan<List<Undoing>> plan(Configuration configuration, AuditChange asked, boolean together) throws StoreException {
        if (AuditSubject.key(AuditSubject.LEGAL_HOLD, asked.entry().subject()).isPresent())
            return Plan.Refused.of(List.of(Refusals.refusal("hold-is-evidence", asked, "is evidence and cannot be taken back: the list of"
                    + " holds and who set or lifted them must stay true. Set or lift the hold itself")));
        boolean whole = together && ofOneKind(asked.entry().subject());
        var changes = whole ? store.changesOf(asked.revision()) : store.change(asked.id()).stream().toList();
        if (changes.isEmpty())
            return Plan.Refused.of(List.of(Refusals.refusal("not-revertible", asked, "is no entry that can be taken back")));
        var part = whole ? Optional.<FieldError>empty() : partOfRename(changes.getFirst());
        if (part.isPresent())
            return Plan.Refused.of(List.of(part.get()));
        var formerNames = FormerNames.of(store, changes);
        var next = configuration;
        var planned = new ArrayList<Undoing>();
        for (var change : changes)
            switch (plan(next, change)) {
                case Plan.Refused<?> refused -> {
                    return new Plan.Refused<>(Refusals.retyped(refused.result()));
                }
                case Plan.Change<?> undo -> {
                    undo.changes().forEach(each -> planned.add(new Undoing(formerNames.following(each), change.id())));
                    next = next.with(undo.changes(), next.revision());
                }
            }
        return new Plan.Change<>(planned.stream().map(Undoing::change).toList(), List.copyOf(planned));
    }

    /** That it is taken back only with its step; empty where it was taken back already. */
    private Optional<FieldError> partOfRename(AuditChange change) throws StoreException {
        return change.undoneBy().isPresent() || EntryKind.SUBSCRIBER.keyOf(change.entry().subject()).isEmpty() ? Optional.empty()
                : FormerNames.of(store, store.changesOf(change.revision())).alone(change);
    }

    private Plan<?> plan(Configuration configuration, AuditChange change) throws StoreException {
        var takenBack = refusals().takenBack(change);
        if (takenBack.isPresent())
            return Plan.Refused.of(List.of(takenBack.get()));
        for (var kind : EntryKind.ALL) {
            var key = kind.keyOf(change.entry().subject());
            if (key.isPresent() && change.before().isPresent() && change.after().isPresent())
                return plan(configuration, kind, key.get(), change);
        }
        if (SavedSearchUndo.key(change.entry().subject()).isPresent())
            return new SavedSearchUndo(store, catalogs.savedSearches()).plan(configuration, change, passwordChangedSince(change));
        if (RetentionUndo.isOf(change))
            return new RetentionUndo(store).plan(configuration, change);
        return Plan.Refused.of(List.of(Refusals.refusal("not-revertible", change, "is no entry that can be taken back")));
    }

    private <E extends Record> Plan<E> plan(Configuration configuration, EntryKind<E> kind, String key, AuditChange change)
            throws StoreException {
        var catalog = catalogs.catalog(kind);
        var before = entry(kind, change.before().orElseThrow());
        var now = catalog.find(configuration, key);
        if (!now.equals(entry(kind, change.after().orElseThrow())) || passwordChangedSince(change))
            return Plan.Refused.of(List.of(refusals().changedSince(change)));
        if (before.isEmpty())
            return catalog.planDelete(configuration, key);
        var secret = store.secretBefore(change.id());
        if (secret.isEmpty() && catalog.hasSecret(before.get()) && (now.isEmpty() || change.secretSet()))
            return Plan.Refused.of(List.of(Refusals.refusal("secret-gone", change, "had a password that is kept no more: set it again")));
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
